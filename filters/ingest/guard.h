/* SPDX-License-Identifier: ISC */
/*
 * guard.h: what stands between a delivery agent and everything that could go wrong.  To an agent
 * there are two answers: 0, the mail is safe; 75, keep it and come again.  A signal, a hang or any
 * other code bounces mail somewhere (Exim and OpenSMTPD bounce on signals, Postfix on a timeout).
 */
#ifndef LISTBRIEF_INGEST_GUARD_H
#define LISTBRIEF_INGEST_GUARD_H

/* Seconds after which an agent gets its answer, done or not; Dovecot waits 10. */
#define GUARD_SECONDS 7

/*
 * To be called first.  Opens stdin, stdout (to be read alone) and stderr on /dev/null where they are closed, closes what
 * was left open behind them, makes every signal that asks us to end and every fault an exit with 75, blocks all
 * other signals, and sets the deadline.
 */
void guard_start(void);

/* A person waits, not an agent: no deadline, and an interrupt interrupts. */
void guard_by_hand(void);

/* The agent's answer for an exit code; takes what is left on stdin, since some agents mind a closed pipe. */
int guard_answer(int code);

#endif
