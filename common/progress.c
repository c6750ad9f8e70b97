/* SPDX-License-Identifier: ISC */
#include "common/progress.h"

#include "common/arena.h"
#include "common/log.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define BETWEEN_DRAWS 100   /* milliseconds */
#define BETWEEN_LINES 10000 /* the same, where a line cannot be drawn over */
#define BAR_CELLS 24

struct progress {
	struct arena *arena;
	struct progress_state state;
	int64_t began, drawn; /* milliseconds of a clock that only goes forward */
	bool shown, plain;
};

static int64_t
milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
add_bar(struct buf *out, double part)
{
	int cells = (int)(part * BAR_CELLS);

	buf_addc(out, '[');
	for (int i = 0; i < BAR_CELLS; i++)
		buf_addc(out, i < cells ? '#' : '.');
	buf_addf(out, "] %3d%%  ", (int)(part * 100));
}

static void
add_left(struct buf *out, int64_t seconds)
{
	if (seconds >= 3600)
		buf_addf(out, ", %" PRId64 ":%02d:%02d left", seconds / 3600,
		    (int)(seconds / 60 % 60), (int)(seconds % 60));
	else
		buf_addf(out, ", %d:%02d left", (int)(seconds / 60), (int)(seconds % 60));
}

void
progress_line(struct buf *out, const struct progress_state *s, size_t width)
{
	size_t start = out->n;
	double seconds = (double)s->elapsed / 1000;
	double part = s->total ? (double)s->done / (double)s->total : 0;

	if (part > 1)
		part = 1;
	buf_addf(out, "%s  ", s->title);
	if (s->total)
		add_bar(out, part);
	buf_addf(out, "%" PRIu64 " %s", s->count, s->what);
	if (s->count && seconds > 0)
		buf_addf(out, ", %.0f/s", (double)s->count / seconds);
	/* The first second says little about the rest. */
	if (part > 0 && part < 1 && seconds >= 1)
		add_left(out, (int64_t)(seconds / part * (1 - part) + 0.5));
	if (out->n - start > width)
		out->n = start + width;
}

struct progress *
progress_new(const char *title, const char *what, uint64_t total)
{
	struct arena *a = arena_new();
	struct progress *p = arena_alloc(a, sizeof *p);
	const char *term = getenv("TERM");

	p->arena = a;
	p->state = (struct progress_state){ .title = title, .what = what, .total = total };
	p->shown = isatty(STDERR_FILENO) && log_get_level() > LOG_LEVEL_QUIET;
	p->plain = term == NULL || *term == '\0' || strcmp(term, "dumb") == 0;
	p->began = p->drawn = milliseconds();
	return p;
}

/* One less than there are: a line that fills the last one wraps on some terminals. */
static size_t
columns(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col < 2)
		return 79;
	return size.ws_col - 1u;
}

static void
draw(struct progress *p, int64_t now)
{
	struct buf line = BUF_INIT;

	p->state.elapsed = now - p->began;
	p->drawn = now;
	/* Back to column 0, and behind the line what an older, longer one left is erased. */
	buf_adds(&line, p->plain ? "" : "\r");
	progress_line(&line, &p->state, columns());
	buf_adds(&line, p->plain ? "\n" : "\033[K");
	fwrite(line.p, 1, line.n, stderr);
	buf_release(&line);
}

void
progress_step(struct progress *p, uint64_t done, uint64_t count)
{
	int64_t now;

	p->state.done = done;
	p->state.count = count;
	if (!p->shown)
		return;
	now = milliseconds();
	if (now - p->drawn >= (p->plain ? BETWEEN_LINES : BETWEEN_DRAWS))
		draw(p, now);
}

void
progress_hide(struct progress *p)
{
	if (!p->shown || p->plain)
		return;
	fputs("\r\033[K", stderr);
	p->drawn = 0;
}

void
progress_free(struct progress *p)
{
	if (p == NULL)
		return;
	if (p->shown) {
		draw(p, milliseconds());
		if (!p->plain)
			fputc('\n', stderr);
	}
	arena_free(p->arena);
}
