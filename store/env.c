/* SPDX-License-Identifier: ISC */
#include "store/env.h"

#include "common/log.h"
#include "store/key.h"
#include "store/place.h"

#include <errno.h>
#include <lmdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * The map is address space, not memory; it doubles where it is full.  It starts smaller where
 * a delivery agent limits address space (Dovecot: 256 MiB), and leaves the rest of the program
 * MAP_SPARE of that.
 */
#define MAP_FIRST ((size_t)1 << 30)
#define MAP_LEAST ((size_t)1 << 20)
#define MAP_SPARE ((size_t)64 << 20)
#define MAP_GROWTHS_MAX 24

struct store {
	struct place place;
	MDB_env *env;
	MDB_txn *reader; /* at rest between two reads; keeps its slot */
	MDB_dbi tables[TABLE_COUNT];
	enum store_mode mode;
	int seconds;
	struct arena *scratch;
	struct packer *packer;
};

struct txn {
	struct store *store;
	MDB_txn *txn;
	MDB_cursor *cursors[TABLE_COUNT];
	bool full; /* the map was: grow it and do the work again */
};

static const char *const table_names[TABLE_COUNT] = { "meta", "mail", "log", "record", "text",
	"arrival", "id", "thread", "tie", "summary", "member", "digest", "delivery" };

static enum store_status
fail(struct store *s, const char *doing, int error)
{
	switch (error) {
	case MDB_SUCCESS:
		return STORE_OK;
	case MDB_NOTFOUND:
		return STORE_NONE;
	case MDB_INVALID:
	case MDB_VERSION_MISMATCH:
	case MDB_INCOMPATIBLE:
	case MDB_CORRUPTED:
	case MDB_PAGE_NOTFOUND:
	case MDB_BAD_VALSIZE:
		log_error("%s %s/data.mdb: damaged, or no store of ours: %s", doing, s->place.path,
		    mdb_strerror(error));
		return STORE_BROKEN;
	default:
		log_error("%s the store %s: %s", doing, s->place.path, mdb_strerror(error));
		return STORE_AGAIN;
	}
}

/* ---- the map ---- */

/* Whether so many bytes of address space are left: a map that cannot be had again is lost to LMDB.
 */
static bool
room_for(size_t bytes)
{
	void *p = mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		return false;
	munmap(p, bytes);
	return true;
}

static size_t
first_map(off_t data)
{
	/* For the tests, which must see a map grow. */
	const char *test = getenv("LISTBRIEF_TEST_MAP");
	size_t size = test ? (size_t)strtoul(test, NULL, 10) : MAP_FIRST;
	size_t need = data > 0 ? (size_t)data + (size_t)data / 2 : 0;

	while (!test && size < need)
		size *= 2;
	while (size > MAP_LEAST && !room_for(size + MAP_SPARE))
		size /= 2;
	return size;
}

static size_t
used_bytes(const struct store *s)
{
	MDB_envinfo info;
	MDB_stat stat;

	mdb_env_info(s->env, &info);
	mdb_env_stat(s->env, &stat);
	return (info.me_last_pgno + 1) * stat.ms_psize;
}

size_t
env_map_bytes(const struct store *s)
{
	MDB_envinfo info;

	mdb_env_info(s->env, &info);
	return info.me_mapsize;
}

/* Doubles the map, or makes it larger by what is to be had; it may have grown in another program.
 */
static enum store_status
grow(struct store *s)
{
	size_t now = env_map_bytes(s), used = used_bytes(s), least = used > now ? used : now;

	for (size_t more = least; more >= least / 64; more /= 2)
		if (room_for(least + more - now))
			return fail(s, "growing", mdb_env_set_mapsize(s->env, least + more));
	log_error("growing the store %s beyond %zu MiB: no address space left (see RLIMIT_AS)",
	    s->place.path, now >> 20);
	return STORE_AGAIN;
}

/* ---- transactions ---- */

static void
close_cursors(struct txn *t)
{
	for (int i = 0; i < TABLE_COUNT; i++) {
		if (t->cursors[i])
			mdb_cursor_close(t->cursors[i]);
		t->cursors[i] = NULL;
	}
}

static int
begin_read(struct store *s)
{
	int error, dead;

	if (s->reader)
		return mdb_txn_renew(s->reader);
	error = mdb_txn_begin(s->env, NULL, MDB_RDONLY, &s->reader);
	if (error == MDB_READERS_FULL && mdb_reader_check(s->env, &dead) == 0 && dead > 0)
		error = mdb_txn_begin(s->env, NULL, MDB_RDONLY, &s->reader);
	return error;
}

enum store_status
env_read(struct store *s, env_work *work, void *arg)
{
	struct txn t = { .store = s };
	enum store_status status;
	int error = begin_read(s);

	for (int i = 0; error == MDB_MAP_RESIZED && i < MAP_GROWTHS_MAX; i++) {
		if ((status = grow(s)) != STORE_OK)
			return status;
		error = begin_read(s);
	}
	if (error != 0)
		return fail(s, "reading", error);
	t.txn = s->reader;
	status = work(&t, arg);
	close_cursors(&t);
	mdb_txn_reset(s->reader);
	return status;
}

/*
 * A process killed inside mdb_env_open can leave the others a transaction number of 0; a
 * write that began so would overwrite the newest commit.  The lock file keeps us from it,
 * and this check does where it is not ours alone.
 */
static enum store_status
check_number(struct store *s, MDB_txn *txn)
{
	MDB_envinfo info;

	mdb_env_info(s->env, &info);
	if (mdb_txn_id(txn) == info.me_last_txnid + 1)
		return STORE_OK;
	log_error("writing to the store %s: transaction %zu where %zu was next", s->place.path,
	    mdb_txn_id(txn), info.me_last_txnid + 1);
	return STORE_AGAIN;
}

/* One try; with t->full or MDB_MAP_RESIZED another one is due. */
static enum store_status
attempt(struct txn *t, env_work *work, void *arg)
{
	struct store *s = t->store;
	enum store_status status;
	int error = mdb_txn_begin(s->env, NULL, 0, &t->txn);

	t->full = error == MDB_MAP_RESIZED;
	if (error != 0)
		return t->full ? STORE_AGAIN : fail(s, "writing to", error);
	if ((status = check_number(s, t->txn)) == STORE_OK)
		status = work(t, arg);
	close_cursors(t);
	if (status != STORE_OK || t->full) {
		mdb_txn_abort(t->txn);
		return status;
	}
	error = mdb_txn_commit(t->txn);
	t->full = error == MDB_MAP_FULL;
	return t->full ? STORE_AGAIN : fail(s, "writing to", error);
}

static enum store_status
write_locked(struct store *s, env_work *work, void *arg)
{
	struct txn t = { .store = s };
	enum store_status status, grown;

	for (int i = 0; i < MAP_GROWTHS_MAX; i++) {
		status = attempt(&t, work, arg);
		if (!t.full)
			return status;
		if ((grown = grow(s)) != STORE_OK)
			return grown;
	}
	return fail(s, "writing to", MDB_MAP_FULL);
}

enum store_status
env_write(struct store *s, env_work *work, void *arg)
{
	enum store_status status = place_lock(&s->place, s->seconds);

	if (status != STORE_OK)
		return status;
	status = write_locked(s, work, arg);
	place_unlock(&s->place);
	return status;
}

/* ---- what work does ---- */

struct store *
txn_store(struct txn *t)
{
	return t->store;
}

static enum store_status
txn_fail(struct txn *t, const char *doing, int error)
{
	if (error == MDB_MAP_FULL) {
		t->full = true;
		return STORE_AGAIN;
	}
	return fail(t->store, doing, error);
}

static MDB_val
val(struct bytes b)
{
	return (MDB_val){ b.n, (void *)(uintptr_t)b.p };
}

static struct bytes
bytes_of(MDB_val v)
{
	return (struct bytes){ v.mv_data, v.mv_size };
}

/* One cursor a table: what is looked up in order of key is found without a walk from the root. */
static int
cursor(struct txn *t, enum table table, MDB_cursor **c)
{
	int error = 0;

	if (t->cursors[table] == NULL)
		error = mdb_cursor_open(t->txn, t->store->tables[table], &t->cursors[table]);
	*c = t->cursors[table];
	return error;
}

enum store_status
txn_get(struct txn *t, enum table table, struct bytes key, struct bytes *value)
{
	MDB_val k = val(key), v = { 0, NULL };
	MDB_cursor *c;
	int error = cursor(t, table, &c);

	if (error == 0)
		error = mdb_cursor_get(c, &k, &v, MDB_SET);
	*value = bytes_of(v);
	return txn_fail(t, "reading", error);
}

enum store_status
txn_put(struct txn *t, enum table table, struct bytes key, struct bytes value)
{
	MDB_val k = val(key), v = val(value);
	MDB_cursor *c;
	int error = cursor(t, table, &c);

	if (error == 0)
		error = mdb_cursor_put(c, &k, &v, 0);
	return txn_fail(t, "writing to", error);
}

enum store_status
txn_append(struct txn *t, enum table table, struct bytes key, struct bytes head, struct bytes tail)
{
	MDB_val k = val(key), v = { head.n + tail.n, NULL };
	MDB_cursor *c;
	int error = cursor(t, table, &c);

	if (error == 0)
		error = mdb_cursor_put(c, &k, &v, MDB_APPEND | MDB_RESERVE);
	if (error == MDB_KEYEXIST)
		error = mdb_cursor_put(c, &k, &v, MDB_RESERVE);
	if (error == 0 && head.n)
		memcpy(v.mv_data, head.p, head.n);
	if (error == 0 && tail.n)
		memcpy((char *)v.mv_data + head.n, tail.p, tail.n);
	return txn_fail(t, "writing to", error);
}

enum store_status
txn_remove(struct txn *t, enum table table, struct bytes key)
{
	struct bytes value;
	enum store_status status = txn_get(t, table, key, &value);

	if (status != STORE_OK)
		return status;
	return txn_fail(t, "writing to", mdb_cursor_del(t->cursors[table], 0));
}

enum store_status
txn_seek(struct txn *t, enum table table, enum seek how, struct bytes from, struct bytes *key,
    struct bytes *value)
{
	static const MDB_cursor_op ops[] = { [SEEK_AT] = MDB_SET_RANGE,
		[SEEK_NEXT] = MDB_NEXT,
		[SEEK_PREVIOUS] = MDB_PREV,
		[SEEK_LAST] = MDB_LAST };
	MDB_val k = val(from), v = { 0, NULL };
	MDB_cursor *c;
	int error = cursor(t, table, &c);

	if (error == 0)
		error = mdb_cursor_get(c, &k, &v, ops[how]);
	*key = bytes_of(k);
	*value = bytes_of(v);
	return txn_fail(t, "reading", error);
}

enum store_status
txn_entries(struct txn *t, enum table table, uint64_t *n)
{
	MDB_stat stat;
	int error = mdb_stat(t->txn, t->store->tables[table], &stat);

	*n = error == 0 ? stat.ms_entries : 0;
	return txn_fail(t, "reading", error);
}

enum store_status
txn_damaged(struct txn *t, enum table table)
{
	log_error("reading %s/data.mdb: a damaged entry in table %s", t->store->place.path,
	    table_names[table]);
	return STORE_BROKEN;
}

enum store_status
txn_get_meta(struct txn *t, const char *name, uint64_t *number)
{
	struct bytes value;
	enum store_status status = txn_get(t, TABLE_META, bytes_from(name), &value);

	*number = 0;
	if (status == STORE_NONE)
		return STORE_OK;
	if (status == STORE_OK && !key_read_number(value, number))
		return txn_damaged(t, TABLE_META);
	return status;
}

enum store_status
txn_put_meta(struct txn *t, const char *name, uint64_t number)
{
	struct key value = key_number(number);

	return txn_put(t, TABLE_META, bytes_from(name), key_bytes(&value));
}

/* ---- opening ---- */

static int
open_tables(struct store *s, MDB_txn *txn, unsigned flags)
{
	for (int i = 0; i < TABLE_COUNT; i++) {
		int error = mdb_dbi_open(txn, table_names[i], flags, &s->tables[i]);
		if (error != 0)
			return error;
	}
	return 0;
}

static enum store_status
make_tables(struct txn *t, void *arg)
{
	MDB_stat stat;
	int error = mdb_env_stat(t->store->env, &stat);

	(void)arg;
	if (error == 0 && stat.ms_entries > 0) {
		log_error("opening %s/data.mdb: not a store of ours", t->store->place.path);
		return STORE_BROKEN;
	}
	if (error == 0)
		error = open_tables(t->store, t->txn, MDB_CREATE);
	if (error != 0)
		return txn_fail(t, "making", error);
	return txn_put_meta(t, META_SCHEMA, STORE_SCHEMA);
}

/* The schema is looked at first: another one may lack some of our tables. */
static enum store_status
find_tables(struct txn *t)
{
	uint64_t schema;
	enum store_status status;
	int error = mdb_dbi_open(t->txn, table_names[TABLE_META], 0, &t->store->tables[TABLE_META]);

	if (error != 0)
		return txn_fail(t, "opening", error);
	status = txn_get_meta(t, META_SCHEMA, &schema);
	if (status == STORE_OK && schema != STORE_SCHEMA) {
		log_error("opening %s: it has schema %llu, this program reads %d",
		    t->store->place.path, (unsigned long long)schema, STORE_SCHEMA);
		return STORE_BROKEN;
	}
	if (status == STORE_OK && (error = open_tables(t->store, t->txn, 0)) != 0)
		return fail(t->store, "opening", error == MDB_NOTFOUND ? MDB_INCOMPATIBLE : error);
	return status;
}

/* The tables stay open only where the transaction that opened them is committed. */
static enum store_status
open_store(struct store *s)
{
	struct txn t = { .store = s };
	enum store_status status;
	int error = mdb_txn_begin(s->env, NULL, MDB_RDONLY, &t.txn);

	if (error != 0)
		return fail(s, "opening", error);
	status = find_tables(&t);
	close_cursors(&t);
	if (status == STORE_OK)
		return fail(s, "opening", mdb_txn_commit(t.txn));
	mdb_txn_abort(t.txn);
	if (status != STORE_NONE)
		return status;
	if (s->mode == STORE_CREATE)
		return write_locked(s, make_tables, NULL);
	log_error("opening %s/data.mdb: not a store of ours", s->place.path);
	return STORE_BROKEN;
}

/*
 * Pages at the end of the file may never have been written, or were cut off; both then read as
 * zeros, which LMDB calls damaged, where they would have been a SIGBUS.
 */
static enum store_status
fill_file(struct store *s)
{
	off_t used = (off_t)used_bytes(s);
	mdb_filehandle_t fd;

	if (s->place.bytes >= used || s->mode == STORE_READ)
		return STORE_OK;
	mdb_env_get_fd(s->env, &fd);
	if (ftruncate(fd, used) == 0)
		return STORE_OK;
	log_errno("writing to %s/data.mdb", s->place.path);
	return STORE_AGAIN;
}

static enum store_status
open_env(struct store *s)
{
	unsigned flags = MDB_NOTLS | (s->mode == STORE_READ ? MDB_RDONLY : 0);
	enum store_status status;
	int error, dead;

	if ((error = mdb_env_create(&s->env)) != 0)
		return fail(s, "opening", error);
	mdb_env_set_maxdbs(s->env, TABLE_COUNT);
	mdb_env_set_mapsize(s->env, first_map(s->place.bytes));
	if ((error = mdb_env_open(s->env, s->place.path, flags, 0600)) != 0)
		return fail(s, "opening", error);
	/* Readers that were killed keep old pages from being used again. */
	mdb_reader_check(s->env, &dead);
	if ((status = fill_file(s)) != STORE_OK || (status = open_store(s)) != STORE_OK)
		return status;
	return s->place.made || s->mode != STORE_CREATE ? STORE_OK : place_mark(&s->place);
}

static enum store_status
open_locked(struct store *s)
{
	enum store_status status = place_lock(&s->place, s->seconds);

	if (status != STORE_OK)
		return status;
	if ((status = place_ready(&s->place, s->mode)) == STORE_OK)
		status = open_env(s);
	place_unlock(&s->place);
	return status;
}

enum store_status
store_open(struct store **out, const char *dir, const char *list, enum store_mode mode, int seconds)
{
	struct store *s = calloc(1, sizeof *s);
	enum store_status status;

	if (s == NULL)
		out_of_memory();
	s->mode = mode;
	s->seconds = seconds;
	s->scratch = arena_new();
	s->packer = packer_new();
	if ((status = place_open(&s->place, dir, list, mode)) == STORE_OK)
		status = open_locked(s);
	if (status != STORE_OK) {
		store_close(s);
		s = NULL;
	}
	*out = s;
	return status;
}

/*
 * From 0.9.26 on, LMDB destroys its locks when the last process closes, under the hands of one
 * that is just opening (ITS#9278): there a close takes our lock as an open does.
 */
static bool
close_needs_lock(void)
{
	int major, minor, patch;

	mdb_version(&major, &minor, &patch);
	return MDB_VERINT(major, minor, patch) >= MDB_VERINT(0, 9, 26);
}

void
store_close(struct store *s)
{
	bool locked;

	if (s == NULL)
		return;
	if (s->reader)
		mdb_txn_abort(s->reader);
	locked = s->env && close_needs_lock() && place_lock(&s->place, s->seconds) == STORE_OK;
	if (s->env)
		mdb_env_close(s->env);
	if (locked)
		place_unlock(&s->place);
	place_close(&s->place);
	packer_free(s->packer);
	arena_free(s->scratch);
	free(s);
}

enum store_status
store_claim(struct store *s, const char *what)
{
	return place_claim(&s->place, what);
}

struct arena *
env_scratch(struct store *s)
{
	return s->scratch;
}

struct packer *
env_packer(struct store *s)
{
	return s->packer;
}

bool
env_durable(const struct store *s)
{
	unsigned flags;

	return mdb_env_get_flags(s->env, &flags) == 0 &&
	       (flags & (MDB_NOSYNC | MDB_NOMETASYNC | MDB_WRITEMAP | MDB_MAPASYNC | MDB_NOLOCK)) ==
		   0;
}
