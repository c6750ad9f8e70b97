/* SPDX-License-Identifier: ISC */
/*
 * command.h: the commands there are.
 */
#ifndef LISTBRIEF_MEMBERS_COMMAND_H
#define LISTBRIEF_MEMBERS_COMMAND_H

#include "filters/members/answer.h"
#include "filters/members/members.h"

struct given {
	char **arguments; /* behind the command; NULL-ended */
	const char *sender;
	bool json;
};

struct command {
	const char *name;
	int least, most; /* arguments */
	bool mail;       /* one mail on stdin, from an agent */
	bool json;       /* knows --json */
	enum members_status (*run)(const struct office *o, const struct given *given);
};

/* NULL: there is none of that name. */
const struct command *command_find(const char *name);

#endif
