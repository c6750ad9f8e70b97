/* SPDX-License-Identifier: ISC */
/*
 * agent.h: request and bounce are run by a delivery agent, to which there are two answers: 0, the
 * mail is dealt with; 75, keep it and come again.
 */
#ifndef LISTBRIEF_MEMBERS_AGENT_H
#define LISTBRIEF_MEMBERS_AGENT_H

/* From here on a signal, a fault of our own too, ends the program with 75. */
void agent_start(void);

int agent_answer(int code);

#endif
