/* SPDX-License-Identifier: ISC */
#include "filters/ingest/feed.h"

#include "common/log.h"
#include "common/progress.h"
#include "filters/ingest/maildir.h"
#include "filters/ingest/mbox.h"
#include "filters/ingest/postmark.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum feed_status
feed_from_store(enum store_status status)
{
	if (status == STORE_OK)
		return FEED_DONE;
	return status == STORE_BROKEN ? FEED_STORE : FEED_AGAIN;
}

/* Logs why stdin could not be read. */
static enum feed_status
unreadable(const char *what)
{
	log_errno("cannot read %s from stdin", what);
	return errno == EISDIR ? FEED_INPUT : FEED_AGAIN;
}

static enum feed_status
nothing(void)
{
	log_error("nothing on stdin: expected a mail");
	return FEED_INPUT;
}

static bool
is_plain_file(int fd, struct stat *st)
{
	return fstat(fd, st) == 0 && S_ISREG(st->st_mode);
}

/* Whether someone at a terminal feeds us a file; what fetches mail in the foreground has a pipe. */
static bool
is_by_hand(void)
{
	struct stat st;

	return isatty(STDERR_FILENO) && is_plain_file(STDIN_FILENO, &st);
}

/* Whether more than one mail stands there, each behind a postmark. */
static bool
is_mbox(struct bytes raw)
{
	struct bytes rest = raw, line;

	if (!bytes_line(&rest, &line) || postmark_kind(line) == POSTMARK_NONE)
		return false;
	for (;;) {
		size_t at = bytes_find(rest, BYTES_LIT("\n\nFrom "));
		if (at == rest.n)
			return false;
		rest = bytes_slice(rest, at + 2, rest.n);
		bytes_line(&rest, &line);
		if (postmark_kind(line) == POSTMARK_MAIL)
			return true;
	}
}

/* As much of it as is kept. */
static uint64_t
take_passed(struct intake *in, struct bytes mail)
{
	struct bytes kept = bytes_slice(mail, 0, INTAKE_MAIL_MAX);

	buf_add(intake_buf(in), kept);
	return mail.n - kept.n;
}

enum feed_status
feed_mail(struct intake *in, const struct buf *passed)
{
	uint64_t over;

	if (passed)
		over = take_passed(in, buf_bytes(passed));
	else if (!buf_read(intake_buf(in), STDIN_FILENO, INTAKE_MAIL_MAX, &over))
		return unreadable("the mail");
	if (intake_buf(in)->n == 0)
		return nothing();
	/* Whoever sees this can do something about it; an agent's mail is taken as it is. */
	if (is_mbox(buf_bytes(intake_buf(in))) && is_by_hand()) {
		log_error("stdin is an mbox of more than one mail: -m takes it");
		return FEED_INPUT;
	}
	return feed_from_store(intake_end(in, over > 0));
}

/* Bytes from here to the end of stdin; 0 where it is no plain file. */
static uint64_t
bytes_ahead(void)
{
	struct stat st;
	off_t at;

	if (!is_plain_file(STDIN_FILENO, &st))
		return 0;
	at = lseek(STDIN_FILENO, 0, SEEK_CUR);
	return at >= 0 && at < st.st_size ? (uint64_t)(st.st_size - at) : 0;
}

static enum feed_status
end_of_mbox(enum mbox_status status, uint64_t mails)
{
	if (status == MBOX_ERROR)
		return unreadable("the mbox");
	if (status == MBOX_END && mails)
		return FEED_DONE;
	if (status == MBOX_END)
		return nothing();
	log_error(
	    "stdin is no mbox: its first line is no \"From SENDER DATE\" (a compressed one comes "
	    "through zcat or xzcat)");
	return FEED_INPUT;
}

enum feed_status
feed_mbox(struct intake *in)
{
	struct mbox *m = mbox_new(STDIN_FILENO);
	struct progress *bar = progress_new("reading the mbox", "mails", bytes_ahead());
	enum store_status stored = STORE_OK;
	enum mbox_status status;
	uint64_t mails = 0;
	bool cut;

	while ((status = mbox_next(m, intake_buf(in), INTAKE_MAIL_MAX, &cut)) == MBOX_MAIL) {
		if ((stored = intake_end(in, cut)) != STORE_OK)
			break;
		progress_step(bar, mbox_offset(m), ++mails);
	}
	progress_free(bar);
	mbox_free(m);
	return stored != STORE_OK ? feed_from_store(stored) : end_of_mbox(status, mails);
}

/*
 * A file that cannot be read is passed over, and whole says so: whoever deletes the Maildir once
 * all of it is taken must not lose a mail.  One that was moved or deleted since it was listed is no
 * loss of ours, and what is no plain file is no mail.
 */
static enum store_status
take_file(struct intake *in, struct arena *a, const struct maildir *dir, size_t i,
    struct progress *bar, bool *whole)
{
	size_t start = intake_buf(in)->n;
	uint64_t over = 0;
	int fd = maildir_open(a, dir, i);
	bool ok = fd >= 0 && buf_read(intake_buf(in), fd, INTAKE_MAIL_MAX, &over);

	if (!ok) {
		if (fd >= 0 || (errno != ENOENT && errno != EINVAL))
			*whole = false;
		progress_hide(bar);
		log_errno("cannot read %s/%s, it is passed over", dir->path, dir->files[i]);
		intake_buf(in)->n = start;
	}
	if (fd >= 0)
		close(fd);
	return intake_end(in, over > 0);
}

/* Where a file could not be read, the others are stored before that is answered. */
static enum feed_status
end_of_maildir(struct intake *in, enum store_status stored, bool whole)
{
	if (stored == STORE_OK && !whole)
		stored = intake_flush(in);
	return stored == STORE_OK && !whole ? FEED_AGAIN : feed_from_store(stored);
}

enum feed_status
feed_maildir(struct intake *in, const char *path)
{
	struct arena *run = arena_new(), *step = arena_new();
	struct progress *bar;
	struct maildir dir;
	enum store_status stored = STORE_OK;
	bool whole = true;

	if (!maildir_read(run, path, &dir)) {
		arena_free(step);
		arena_free(run);
		return FEED_INPUT;
	}
	bar = progress_new("reading the Maildir", "mails", dir.n);
	for (size_t i = 0; i < dir.n && stored == STORE_OK; i++) {
		stored = take_file(in, step, &dir, i, bar, &whole);
		progress_step(bar, i + 1, i + 1);
		arena_reset(step);
	}
	progress_free(bar);
	arena_free(step);
	arena_free(run);
	return end_of_maildir(in, stored, whole);
}
