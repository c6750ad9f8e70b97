/* SPDX-License-Identifier: ISC */
#include "store/env.h"

#include "common/log.h"
#include "store/map.h"

#include <errno.h>
#include <lmdb.h>
#include <stdlib.h>
#include <string.h>

#define MAP_GROWTHS_MAX 24

struct env {
	const char *path; /* the store's */
	MDB_env *env;
	MDB_txn *reader;	     /* at rest between two reads; keeps its slot */
	MDB_dbi tables[TABLE_COUNT]; /* 0: not open */
};

struct txn {
	struct env *env;
	struct store *store;
	MDB_txn *txn;
	MDB_cursor *cursors[TABLE_COUNT];
	bool full; /* the map was: grow it and do the work again */
};

static const char *const table_names[TABLE_COUNT] = { "meta", "mail", "log", "block", "record",
	"text", "arrival", "id", "thread", "tie", "summary", "member", "digest", "form",
	"delivery" };

static enum store_status
fail(struct env *e, const char *doing, int error)
{
	mdb_filehandle_t fd = -1;

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
		log_error("%s %s/data.mdb: damaged, or no store of ours: %s", doing, e->path,
		    mdb_strerror(error));
		return STORE_BROKEN;
	default:
		mdb_env_get_fd(e->env, &fd);
		log_error(
		    "%s the store %s: %s", doing, e->path, mdb_strerror(map_error(fd, error)));
		return STORE_AGAIN;
	}
}

/* ---- the map ---- */

static size_t
used_bytes(const struct env *e)
{
	MDB_envinfo info;
	MDB_stat stat;

	mdb_env_info(e->env, &info);
	mdb_env_stat(e->env, &stat);
	return (info.me_last_pgno + 1) * stat.ms_psize;
}

size_t
env_map_bytes(const struct env *e)
{
	MDB_envinfo info;

	mdb_env_info(e->env, &info);
	return info.me_mapsize;
}

/* Doubles the map, or makes it larger by what is to be had; it may have grown elsewhere. */
static enum store_status
grow(struct env *e)
{
	size_t now = env_map_bytes(e), used = used_bytes(e), least = used > now ? used : now;

	for (size_t more = least; more >= least / 64; more /= 2)
		if (map_room(least + more - now))
			return fail(e, "growing", mdb_env_set_mapsize(e->env, least + more));
	log_error("growing the store %s beyond %zu MiB: no address space left (see RLIMIT_AS)",
	    e->path, now >> 20);
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
begin_read(struct env *e)
{
	int error, dead;

	if (e->reader)
		return mdb_txn_renew(e->reader);
	error = mdb_txn_begin(e->env, NULL, MDB_RDONLY, &e->reader);
	if (error == MDB_READERS_FULL && mdb_reader_check(e->env, &dead) == 0 && dead > 0)
		error = mdb_txn_begin(e->env, NULL, MDB_RDONLY, &e->reader);
	return error;
}

enum store_status
env_read(struct env *e, struct store *s, env_work *work, void *arg)
{
	struct txn t = { .env = e, .store = s };
	enum store_status status;
	int error = begin_read(e);

	for (int i = 0; error == MDB_MAP_RESIZED && i < MAP_GROWTHS_MAX; i++) {
		if ((status = grow(e)) != STORE_OK)
			return status;
		error = begin_read(e);
	}
	if (error != 0)
		return fail(e, "reading", error);
	t.txn = e->reader;
	status = work(&t, arg);
	close_cursors(&t);
	mdb_txn_reset(e->reader);
	return status;
}

/*
 * A process killed inside mdb_env_open can leave the others a transaction number of 0; a
 * write that began so would overwrite the newest commit.  The lock file keeps us from it,
 * and this check does where it is not ours alone.
 */
static enum store_status
check_number(struct env *e, MDB_txn *txn)
{
	MDB_envinfo info;

	mdb_env_info(e->env, &info);
	if (mdb_txn_id(txn) == info.me_last_txnid + 1)
		return STORE_OK;
	log_error("writing to the store %s: transaction %zu where %zu was next", e->path,
	    mdb_txn_id(txn), info.me_last_txnid + 1);
	return STORE_AGAIN;
}

/* One try; with t->full or MDB_MAP_RESIZED another one is due. */
static enum store_status
attempt(struct txn *t, env_work *work, void *arg)
{
	struct env *e = t->env;
	enum store_status status;
	int error = mdb_txn_begin(e->env, NULL, 0, &t->txn);

	t->full = error == MDB_MAP_RESIZED;
	if (error != 0)
		return t->full ? STORE_AGAIN : fail(e, "writing to", error);
	if ((status = check_number(e, t->txn)) == STORE_OK)
		status = work(t, arg);
	close_cursors(t);
	if (status != STORE_OK || t->full) {
		mdb_txn_abort(t->txn);
	} else {
		error = mdb_txn_commit(t->txn);
		t->full = error == MDB_MAP_FULL;
		status = t->full ? STORE_AGAIN : fail(e, "writing to", error);
	}
	/* Tables opened in a transaction that is undone are no more; the others are found again. */
	if (status != STORE_OK || t->full)
		memset(e->tables, 0, sizeof e->tables);
	return status;
}

enum store_status
env_write(struct env *e, struct store *s, env_work *work, void *arg)
{
	struct txn t = { .env = e, .store = s };
	enum store_status status, grown;

	for (int i = 0; i < MAP_GROWTHS_MAX; i++) {
		status = attempt(&t, work, arg);
		if (!t.full)
			return status;
		if ((grown = grow(e)) != STORE_OK)
			return grown;
	}
	return fail(e, "writing to", MDB_MAP_FULL);
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
	return fail(t->env, doing, error);
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

static int
open_table(struct txn *t, enum table table)
{
	MDB_dbi *dbi = &t->env->tables[table];
	int error = *dbi ? 0 : mdb_dbi_open(t->txn, table_names[table], 0, dbi);

	return error == MDB_NOTFOUND ? MDB_INCOMPATIBLE : error;
}

/* One cursor a table: what is looked up in order of key is found without a walk from the root. */
static int
cursor(struct txn *t, enum table table, MDB_cursor **c)
{
	int error = open_table(t, table);

	if (error == 0 && t->cursors[table] == NULL)
		error = mdb_cursor_open(t->txn, t->env->tables[table], &t->cursors[table]);
	*c = t->cursors[table];
	return error;
}

enum store_status
txn_get(struct txn *t, enum table table, struct bytes key, struct bytes *value)
{
	MDB_val k = val(key), v = { 0, NULL };
	MDB_cursor *c;
	int error = cursor(t, table, &c);

	error = error ? error : mdb_cursor_get(c, &k, &v, MDB_SET);
	*value = bytes_of(v);
	return txn_fail(t, "reading", error);
}

enum store_status
txn_put(struct txn *t, enum table table, struct bytes key, struct bytes value)
{
	MDB_val k = val(key), v = val(value);
	MDB_cursor *c;
	int error = cursor(t, table, &c);

	error = error ? error : mdb_cursor_put(c, &k, &v, 0);
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

	error = error ? error : mdb_cursor_get(c, &k, &v, ops[how]);
	*key = bytes_of(k);
	*value = bytes_of(v);
	return txn_fail(t, "reading", error);
}

enum store_status
txn_entries(struct txn *t, enum table table, uint64_t *n)
{
	MDB_stat stat;
	int error = open_table(t, table);

	error = error ? error : mdb_stat(t->txn, t->env->tables[table], &stat);
	*n = error == 0 ? stat.ms_entries : 0;
	return txn_fail(t, "reading", error);
}

enum store_status
txn_damaged(struct txn *t, enum table table)
{
	log_error(
	    "reading %s/data.mdb: a damaged entry in table %s", t->env->path, table_names[table]);
	return STORE_BROKEN;
}

/* ---- opening ---- */

static int
open_tables(struct env *e, MDB_txn *txn, enum table from, enum table to, unsigned flags)
{
	int error = 0;

	for (enum table i = from; error == 0 && i < to; i++)
		error = mdb_dbi_open(txn, table_names[i], flags, &e->tables[i]);
	return error;
}

static enum store_status
not_ours(struct env *e)
{
	log_error("opening %s/data.mdb: not a store of ours", e->path);
	return STORE_BROKEN;
}

static enum store_status
open_all(struct txn *t, env_work *check)
{
	struct env *e = t->env;
	MDB_stat stat = { 0 };
	int error = open_tables(e, t->txn, TABLE_META, TABLE_META + 1, 0);
	enum store_status status = fail(e, "opening", error == MDB_NOTFOUND ? 0 : error);

	/* Was nothing ever kept here, not even by another program? */
	if (error == MDB_NOTFOUND && mdb_env_stat(e->env, &stat) == 0 && stat.ms_entries == 0)
		return STORE_NONE;
	if (error == MDB_NOTFOUND)
		return not_ours(e);
	if (status == STORE_OK)
		status = check(t, NULL);
	if (status != STORE_OK)
		return status;
	error = open_tables(e, t->txn, TABLE_META + 1, TABLE_COUNT, 0);
	return error == MDB_NOTFOUND ? not_ours(e) : fail(e, "opening", error);
}

enum store_status
env_open_tables(struct env *e, struct store *s, env_work *check)
{
	struct txn t = { .env = e, .store = s };
	enum store_status status;
	int error = mdb_txn_begin(e->env, NULL, MDB_RDONLY, &t.txn);

	if (error != 0)
		return fail(e, "opening", error);
	status = open_all(&t, check);
	close_cursors(&t);
	if (status == STORE_OK)
		return fail(e, "opening", mdb_txn_commit(t.txn));
	mdb_txn_abort(t.txn);
	return status;
}

static enum store_status
make_tables(struct txn *t, void *arg)
{
	env_work *const *fill = arg;
	int error = open_tables(t->env, t->txn, TABLE_META, TABLE_COUNT, MDB_CREATE);

	return error == 0 ? (*fill)(t, NULL) : txn_fail(t, "making", error);
}

enum store_status
env_make_tables(struct env *e, struct store *s, env_work *fill)
{
	return env_write(e, s, make_tables, &fill);
}

static enum store_status
fill_file(struct env *e, off_t data, enum env_use use)
{
	off_t used = (off_t)used_bytes(e);
	mdb_filehandle_t fd;

	if (mdb_env_get_fd(e->env, &fd) == 0 && map_fill(fd, data, used)) {
		if (use == ENV_WRITE)
			map_reach(fd, data > used ? data : used, used);
		return STORE_OK;
	}
	log_errno("writing to %s/data.mdb", e->path);
	return STORE_AGAIN;
}

static enum store_status
open_env(struct env *e, off_t data, enum env_use use)
{
	unsigned flags = MDB_NOTLS | (use == ENV_READ ? MDB_RDONLY : 0);
	int error, dead;

	if ((error = mdb_env_create(&e->env)) != 0)
		return fail(e, "opening", error);
	mdb_env_set_maxdbs(e->env, TABLE_COUNT);
	mdb_env_set_mapsize(e->env, map_first(data));
	if ((error = mdb_env_open(e->env, e->path, flags, 0600)) != 0)
		return fail(e, "opening", error);
	/* Readers that were killed keep old pages from being used again. */
	mdb_reader_check(e->env, &dead);
	return use == ENV_READ ? STORE_OK : fill_file(e, data, use);
}

enum store_status
env_open(struct env **out, const char *path, off_t data, enum env_use use)
{
	struct env *e = calloc(1, sizeof *e);
	enum store_status status;

	if (e == NULL)
		out_of_memory();
	e->path = path;
	status = open_env(e, data, use);
	if (status != STORE_OK) {
		env_close(e);
		e = NULL;
	}
	*out = e;
	return status;
}

void
env_close(struct env *e)
{
	if (e == NULL)
		return;
	if (e->reader)
		mdb_txn_abort(e->reader);
	if (e->env)
		mdb_env_close(e->env);
	free(e);
}

/*
 * It destroys its locks when the last process closes, under the hands of one that is just
 * opening (ITS#9278).
 */
bool
env_close_needs_lock(void)
{
	int major, minor, patch;

	mdb_version(&major, &minor, &patch);
	return MDB_VERINT(major, minor, patch) >= MDB_VERINT(0, 9, 26);
}

bool
env_durable(const struct env *e)
{
	const unsigned weak =
	    MDB_NOSYNC | MDB_NOMETASYNC | MDB_WRITEMAP | MDB_MAPASYNC | MDB_NOLOCK;
	unsigned flags;

	return mdb_env_get_flags(e->env, &flags) == 0 && (flags & weak) == 0;
}
