/* SPDX-License-Identifier: ISC */
#include "common/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

static const char *log_program = "listbrief";
static enum log_level log_level = LOG_LEVEL_NORMAL;
static bool log_syslog;

void
log_open(const char *program)
{
	log_program = program;
}

const char *
log_name(void)
{
	return log_program;
}

void
log_set_level(enum log_level level)
{
	log_level = level;
}

enum log_level
log_get_level(void)
{
	return log_level;
}

void
log_to_syslog(void)
{
	openlog(log_program, LOG_PID, LOG_MAIL);
	log_syslog = true;
}

static void
say(int priority, const char *format, va_list ap, const char *why)
{
	char line[1024];
	size_t n = 0;
	int wrote = vsnprintf(line, sizeof line, format, ap);

	if (wrote > 0)
		n = (size_t)wrote < sizeof line ? (size_t)wrote : sizeof line - 1;
	if (why && n < sizeof line)
		snprintf(line + n, sizeof line - n, ": %s", why);
	for (char *c = line; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	if (log_syslog)
		syslog(priority, "%s", line);
	else
		fprintf(stderr, "%s: %s\n", log_program, line);
}

void
log_error(const char *format, ...)
{
	int saved = errno;
	va_list ap;

	va_start(ap, format);
	say(LOG_ERR, format, ap, NULL);
	va_end(ap);
	errno = saved;
}

void
log_errno(const char *format, ...)
{
	int saved = errno;
	va_list ap;

	va_start(ap, format);
	say(LOG_ERR, format, ap, strerror(saved));
	va_end(ap);
	errno = saved;
}

void
log_warn(const char *format, ...)
{
	int saved = errno;
	va_list ap;

	if (log_level < LOG_LEVEL_NORMAL)
		return;
	va_start(ap, format);
	say(LOG_WARNING, format, ap, NULL);
	va_end(ap);
	errno = saved;
}

void
log_info(const char *format, ...)
{
	int saved = errno;
	va_list ap;

	if (log_level < LOG_LEVEL_VERBOSE)
		return;
	va_start(ap, format);
	say(LOG_INFO, format, ap, NULL);
	va_end(ap);
	errno = saved;
}
