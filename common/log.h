/* SPDX-License-Identifier: ISC */
/*
 * log.h: the one voice.  "program: what we tried, on what: why" on stderr, or in
 * syslog (LOG_MAIL) once log_to_syslog was called.  The function that saw an
 * error reports it; its callers pass the failure on in silence.  errno is kept
 * across every call.  Control bytes in what is logged come out as '?', so that
 * a mail's bytes may be named in a message.
 */
#ifndef LISTBRIEF_LOG_H
#define LISTBRIEF_LOG_H

#include <stdbool.h>

enum log_level { LOG_LEVEL_QUIET, LOG_LEVEL_NORMAL, LOG_LEVEL_VERBOSE };

/* program is kept, not copied: a literal. */
void log_open(const char *program);
const char *log_name(void);
void log_set_level(enum log_level level);
enum log_level log_get_level(void);
void log_to_syslog(void);

/* Always said. */
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same with ": " and errno's text behind it. */
void log_errno(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Not with -q. */
void log_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* With -v only. */
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
