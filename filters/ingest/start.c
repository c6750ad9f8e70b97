/* SPDX-License-Identifier: ISC */
/*
 * The first instructions of the static build: should libc fail to start, an agent is answered 75
 * all the same, and not by a signal or 127.  No libc, no thread-local storage and no relocated
 * address is there yet.
 */
#if defined(LISTBRIEF_STATIC) && defined(__x86_64__)

#include <signal.h>
#include <sys/syscall.h>
#include <sysexits.h>
#include <unistd.h>

#define BARE __attribute__((no_stack_protector, noinline))
/* What libc exits with where it cannot start. */
#define LIBC_FAILED 127
#define KERNEL_RESTORER 0x04000000UL

struct kernel_action {
	void (*handler)(int);
	unsigned long flags;
	void (*restorer)(int);
	unsigned long mask;
};

BARE static long
bare_call(long number, long a, long b, long c, long d)
{
	register long r10 __asm__("r10") = d;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10)
			 : "rcx", "r11", "memory");
	return result;
}

BARE static void
bare_end(int signal)
{
	(void)signal;
	bare_call(SYS_exit_group, EX_TEMPFAIL, 0, 0, 0);
}

/* libc's own way out, in place of libc's. */
BARE void
_exit(int code)
{
	for (;;)
		bare_call(SYS_exit_group, code == LIBC_FAILED ? EX_TEMPFAIL : code, 0, 0, 0);
}

void start_guard(void);

BARE void
start_guard(void)
{
	struct kernel_action action = { bare_end, KERNEL_RESTORER, bare_end, ~0UL };

	bare_call(SYS_rt_sigaction, SIGSEGV, (long)&action, 0, sizeof action.mask);
	bare_call(SYS_rt_sigaction, SIGABRT, (long)&action, 0, sizeof action.mask);
}

__asm__(".globl listbrief_start\n"
	".hidden listbrief_start\n"
	".type listbrief_start, @function\n"
	"listbrief_start:\n"
	"	push %rdx\n"
	"	sub $8, %rsp\n"
	"	call start_guard\n"
	"	add $8, %rsp\n"
	"	pop %rdx\n"
	"	jmp _start\n"
	".size listbrief_start, . - listbrief_start\n");

#else

/* An empty file is no C. */
typedef int start_of_libc;

#endif
