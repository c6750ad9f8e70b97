/* SPDX-License-Identifier: ISC */
/*
 * open_store.h: a new store, open for writing, for each test of a file.
 */
#ifndef LISTBRIEF_TESTS_OPEN_STORE_H
#define LISTBRIEF_TESTS_OPEN_STORE_H

#include "tests/unit/store_fixture.h"

static struct store *store;

static int
set_up(void **state)
{
	int bad = fixture_set_up(state);

	store = bad ? NULL : fixture_open(STORE_CREATE);
	return bad;
}

static int
tear_down(void **state)
{
	store_close(store);
	return fixture_tear_down(state);
}

#endif
