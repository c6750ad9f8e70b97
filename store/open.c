/* SPDX-License-Identifier: ISC */
#include "store/open.h"

#include "common/log.h"
#include "store/meta.h"

#include <stdlib.h>

struct store {
	struct place place;
	struct env *env;
	enum store_mode mode;
	int seconds;
	bool held;    /* the lock is, over more than one write */
	bool checked; /* the schema was */
	struct arena *scratch;
	struct packer *packer;
	struct blocks *blocks; /* NULL: not asked for; a delivery seldom does */
};

static enum store_status
check_schema(struct txn *t, void *arg)
{
	const struct store *s = txn_store(t);
	uint64_t schema;
	enum store_status status = meta_get(t, META_SCHEMA, &schema);

	(void)arg;
	if (status != STORE_OK || schema == STORE_SCHEMA)
		return status;
	log_error("opening %s: it has schema %llu, this program reads %d", s->place.path,
	    (unsigned long long)schema, STORE_SCHEMA);
	return STORE_BROKEN;
}

static enum store_status
set_schema(struct txn *t, void *arg)
{
	(void)arg;
	return meta_put(t, META_SCHEMA, STORE_SCHEMA);
}

static enum store_status
open_tables(struct store *s)
{
	enum store_status status = env_open_tables(s->env, s, check_schema);

	s->checked = true;
	if (status == STORE_NONE && s->mode == STORE_CREATE)
		return env_make_tables(s->env, s, set_schema);
	if (status == STORE_NONE)
		log_error("opening the store %s: there is none in this folder", s->place.path);
	return status;
}

static enum store_status
open_file(struct store *s)
{
	enum store_status status = place_ready(&s->place, s->mode);
	enum env_use use = s->mode == STORE_READ ? ENV_READ : s->place.made ? ENV_WRITE : ENV_MAKE;

	if (status == STORE_OK)
		status = env_open(&s->env, s->place.path, s->place.bytes, use);
	return status;
}

/* Under the lock.  One whose making was cut short is made anew. */
static enum store_status
open_whole(struct store *s)
{
	enum store_status status = open_file(s);

	if (status != STORE_BROKEN || s->mode != STORE_CREATE || !place_unfinished(&s->place))
		return status;
	status = place_set_aside(&s->place);
	return status == STORE_OK ? open_file(s) : status;
}

static enum store_status
open_locked(struct store *s)
{
	enum store_status status = open_whole(s);

	if (status == STORE_OK)
		status = open_tables(s);
	if (status != STORE_OK || s->place.made || s->mode != STORE_CREATE)
		return status;
	return place_mark(&s->place);
}

static enum store_status
open_store(struct store *s, const char *dir, const char *list)
{
	enum store_status status = place_open(&s->place, dir, list, s->mode);

	if (status != STORE_OK || (status = place_lock(&s->place, s->seconds)) != STORE_OK)
		return status;
	status = open_locked(s);
	place_unlock(&s->place);
	return status;
}

static struct store *
store_new(enum store_mode mode, int seconds)
{
	struct store *s = calloc(1, sizeof *s);

	if (s == NULL)
		out_of_memory();
	s->mode = mode;
	s->seconds = seconds;
	s->scratch = arena_new();
	s->packer = packer_new();
	return s;
}

enum store_status
store_open(struct store **out, const char *dir, const char *list, enum store_mode mode, int seconds)
{
	struct store *s = store_new(mode, seconds);
	enum store_status status;

	if ((status = open_store(s, dir, list)) != STORE_OK) {
		store_close(s);
		s = NULL;
	}
	*out = s;
	return status;
}

enum store_status
store_find(struct store **out, const char *dir, const char *list)
{
	struct store *s = store_new(STORE_CREATE, 0);
	enum store_status status = place_open(&s->place, dir, list, s->mode);

	if (status != STORE_OK) {
		store_close(s);
		s = NULL;
	}
	*out = s;
	return status;
}

/* The tables of a store that was made are opened where they are needed. */
enum store_status
store_enter(struct store *s)
{
	enum store_status status = place_try_lock(&s->place);

	if (status != STORE_OK)
		return status;
	s->held = true;
	if ((status = open_whole(s)) != STORE_OK || s->place.made)
		return status;
	status = open_tables(s);
	return status == STORE_OK ? place_mark(&s->place) : status;
}

void
store_close(struct store *s)
{
	bool locked;

	if (s == NULL)
		return;
	locked = s->env && !s->held && env_close_needs_lock() &&
		 place_lock(&s->place, s->seconds) == STORE_OK;
	env_close(s->env);
	if (locked)
		place_unlock(&s->place);
	place_close(&s->place);
	packer_free(s->packer);
	blocks_free(s->blocks);
	arena_free(s->scratch);
	free(s);
}

enum store_status
store_claim(struct store *s, const char *what)
{
	return place_claim(&s->place, what);
}

enum store_status
store_read(struct store *s, env_work *work, void *arg)
{
	return env_read(s->env, s, work, arg);
}

struct checked {
	env_work *work;
	void *arg;
};

/* The schema is looked at in the first write, where the open did not. */
static enum store_status
check_and_work(struct txn *t, void *arg)
{
	const struct checked *checked = arg;
	enum store_status status = STORE_OK;

	if (!txn_store(t)->checked)
		status = check_schema(t, NULL);
	return status == STORE_OK ? checked->work(t, checked->arg) : status;
}

enum store_status
store_write(struct store *s, env_work *work, void *arg)
{
	struct checked checked = { work, arg };
	bool held = s->held;
	enum store_status status = held ? STORE_OK : place_lock(&s->place, s->seconds);

	if (status != STORE_OK)
		return status;
	status = env_write(s->env, s, check_and_work, &checked);
	if (!held)
		place_unlock(&s->place);
	return status;
}

enum store_status
store_hold(struct store *s)
{
	enum store_status status = place_lock(&s->place, s->seconds);

	s->held = status == STORE_OK;
	return status;
}

void
store_release(struct store *s)
{
	s->held = false;
	place_unlock(&s->place);
}

struct place *
store_place(struct store *s)
{
	return &s->place;
}

struct arena *
store_scratch(struct store *s)
{
	return s->scratch;
}

struct packer *
store_packer(struct store *s)
{
	return s->packer;
}

struct blocks *
store_blocks(struct store *s)
{
	if (s->blocks == NULL)
		s->blocks = blocks_new();
	return s->blocks;
}

struct env *
store_env(struct store *s)
{
	return s->env;
}
