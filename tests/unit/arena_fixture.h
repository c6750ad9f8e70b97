/* SPDX-License-Identifier: ISC */
/*
 * arena_fixture.h: cmocka, and an arena for the tests of a group:
 * cmocka_run_group_tests(tests, set_up, tear_down).
 */
#ifndef LISTBRIEF_TESTS_ARENA_FIXTURE_H
#define LISTBRIEF_TESTS_ARENA_FIXTURE_H

#include "common/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct arena *arena;

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

#endif
