/* SPDX-License-Identifier: ISC */
/* What people write when they took a patch, and what only looks like it. */
#include "filters/aggregate/deed.h"

#include "common/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* "applied to TREE, 1 3": the deed in a line that opens a paragraph; "" where there is none. */
static const char *
said(struct arena *a, const char *line)
{
	struct buf out = BUF_INIT;
	struct deed d;
	const char *s;

	if (!deed_said(a, bytes_from(line), true, &d))
		return "";
	buf_add(&out, d.name);
	if (d.tree.n)
		buf_addf(&out, " to %.*s", (int)d.tree.n, d.tree.p);
	if (d.partly)
		buf_adds(&out, " partly");
	for (size_t i = 0; d.partly && i < d.nparts; i++)
		buf_addf(&out, " %d", d.parts[i]);
	s = arena_string(a, buf_bytes(&out));
	buf_release(&out);
	return s;
}

static const char *const deeds[][2] = {
	{ "Applied, thanks!", "applied" },
	{ "Applied.", "applied" },
	{ "Applied, thank you.", "applied" },
	{ "applied, thanks", "applied" },
	{ "Thanks, applied.", "applied" },
	{ "Thanks! Applied to for-next.", "applied to for-next" },
	{ "Thank you, queued for 6.12.", "queued to 6.12" },
	{ "Thanks for the patches, applied to widget/fixes.", "applied to widget/fixes" },
	{ "Applied now.  Thanks.", "applied" },
	{ "Applied both, thanks.", "applied" },
	{ "Applied all three patches, thanks.", "applied" },
	{ "Applied to next, thanks!", "applied to next" },
	{ "Applied to kvm-frob/next.", "applied to kvm-frob/next" },
	{ "Applied to frob (for-next/misc), thanks!", "applied to frob (for-next/misc)" },
	{ "Applied to 6.20/frob-queue, thanks!", "applied to 6.20/frob-queue" },
	{ "Applied to kvm-frob `misc`, thanks!", "applied to kvm-frob misc" },
	{ "Applied to the frob.misc branch of the frob/frob.git tree.",
	    "applied to frob/frob.git (frob.misc)" },
	{ "Applied to frob/misc for v6.20, thanks!", "applied to frob/misc" },
	{ "Applied to frob next branch for v6.20.  Thanks,", "applied to frob next" },
	{ "Applied with Ada's ack to frob/dt for v6.2, thanks!", "applied to frob/dt" },
	{ "Applied with some small edits to frob/for-6.2.", "applied to frob/for-6.2" },
	{ "Applied 1-3 to frob/for-6.9.", "applied to frob/for-6.9 partly 1 2 3" },
	{ "Applied patches 1-3, thanks!", "applied partly 1 2 3" },
	{ "Applied patches 1 to 3, thanks!", "applied partly 1 2 3" },
	{ "Applied patch 2, thanks!", "applied partly 2" },
	{ "Applied patches 1/5 and 3/5, thanks!", "applied partly 1 3" },
	{ "Applied the first two patches, thanks.", "applied partly 1 2" },
	{ "Applied the first patch, thanks.", "applied partly 1" },
	{ "Applied all but the last one, thanks.", "applied partly" },
	{ "[1/5] applied, thanks.", "applied partly 1" },
	{ "Patches 1-4, 6 applied to frob/next.", "applied to frob/next partly 1 2 3 4 6" },
	{ "Patches 1 and 2 are now queued, thanks.", "queued partly 1 2" },
	{ "Patch 1 applied, thanks.", "applied partly 1" },
	{ "Patch applied.  Thanks.", "applied" },
	{ "Patch applied!", "applied" },
	{ "All applied.  Thanks.", "applied" },
	{ "Both applied to frob-next, thanks.", "applied to frob-next" },
	{ "Series applied, thanks.", "applied" },
	{ "Series applied to frob-next, thanks", "applied to frob-next" },
	{ "The series has been applied to frob-next.", "applied to frob-next" },
	{ "Now queued up, thanks.", "queued" },
	{ "All now queued up, thanks!", "queued" },
	{ "Both now queued up, thanks.", "queued" },
	{ "Now applied, thanks.", "applied" },
	{ "Queued, thanks.", "queued" },
	{ "Queued up for 6.1, thanks.", "queued to 6.1" },
	{ "Queued this series for Linux-6.20", "queued to Linux-6.20" },
	{ "I have queued this patch for RC fixes.", "queued to RC fixes" },
	{ "Queued (with a small fixup), thanks.", "queued" },
	{ "I've queued 1-2 for 6.1.", "queued to 6.1 partly 1 2" },
	{ "I went ahead and applied this to frob-next, thanks.", "applied to frob-next" },
	{ "Applied as 6.19 material, thanks!", "applied" },
	{ "Applied for fixes, thanks!", "applied to fixes" },
	{ "Applied, thanks.  Please tell me if it breaks when you test it.", "applied" },
	{ "Merged, thanks.", "merged" },
	{ "Merged into frob-next, thanks.", "merged to frob-next" },
	{ "Pushed to frob-misc-next, thanks.", "applied to frob-misc-next" },
	{ "Committed, thanks.", "applied" },
	{ "Picked up for frob-fixes, thanks!", "applied to frob-fixes" },
	{ "Pulled, thanks.", "pulled" },
	{ "Reverted, thanks.", "reverted" },
	{ "Applied to https://git.example.org/ada/frob.git queue/fixes",
	    "applied to ada/frob.git (queue/fixes)" },
	{ "Looks good, applied.", "applied" },
	{ "LGTM, applied to frob-next, thanks.", "applied to frob-next" },
	{ "OK, I've applied this to frob-next.", "applied to frob-next" },
	{ "Fixed the typo and applied, thanks.", "applied" },
	{ "Applied and queued up for -stable.", "applied" },
	{ "I have applied this to my frob-next tree, thanks.", "applied to frob-next" },
	{ "I applied your series to frob/next, thanks.", "applied to frob/next" },
	{ "Your patch has been applied to the next branch.", "applied to next" },
	{ "3 patches applied to frob-next.git, thanks.", "applied to frob-next.git" },
	{ "Just pushed to frob-misc-next, thanks.", "applied to frob-misc-next" },
	{ "Queueing this up for 6.2, thanks.", "queued to 6.2" },
	{ "Taken for 6.2, thanks.", "applied to 6.2" },
	{ "Applied v3, thanks.", "applied" },
	{ "Applied as 0123456789ab, thanks.", "applied" },
	{ "Pushed as commit 0123456789ab (\"frob: mend it\").", "applied" },
	{ "Pushed as 01234567.", "applied" },
	/* What is none. */
	{ "Applied in v3, thanks.", "" },
	{ "Thanks, applied to v3.", "" },
	{ "Queued for v3, thanks.", "" },
	{ "Applied in the next version, thanks.", "" },
	{ "Applied your suggestion, thanks.", "" },
	{ "Applied all comments, thanks.", "" },
	{ "Applied this change locally, thanks.", "" },
	{ "Picked up your tags, thanks.", "" },
	{ "Pushed a new version, thanks.", "" },
	{ "Merged this into patch 2, thanks.", "" },
	{ "Taken into account, thanks.", "" },
	{ "Rebased and pushed, please have a look.", "" },
	{ "Both patches applied, my machine still crashes.", "" },
	{ "applied to the guest's memory, thanks to the fix", "" },
	{ "Looks good, applied on my machine and tested.", "" },
	{ "Applied cleanly.", "" },
	{ "Patch applied cleanly here.", "" },
	{ "Applied to v6.18-rc3 and booted.", "" },
	{ "Applied to v6.18-rc3.", "" },
	{ "I applied it to v6.18.", "" },
	{ "I've applied it.  It does not boot.", "" },
	{ "I applied this to linux-next and tested it on my board", "" },
	{ "I applied to the conference last week.", "" },
	{ "Applied on top of my tree.", "" },
	{ "Applied?", "" },
	{ "Applied once the tests pass.", "" },
	{ "Queued if nobody objects, thanks.", "" },
	{ "Series applied on top of frob/next.", "" },
	{ "All patches merged into one.", "" },
	{ "All the patches are fine.", "" },
	{ "Both are needed, thanks.", "" },
	{ "This is applied to every page, thanks.", "" },
	{ "This should be applied to stable, thanks.", "" },
	{ "This patch can be applied to next, thanks", "" },
	{ "Please see the applied patches, thanks", "" },
	{ "Will be queued, thanks.", "" },
	{ "Thanks, this could be applied.", "" },
	{ "Thanks for the patch, I will have a look.", "" },
	{ "The fix was merged into v6.18, thanks.", "" },
};

static void
deeds_are_told_from_talk(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		const char *got = said(a, deeds[i][0]);

		if (!bytes_equal(bytes_from(got), bytes_from(deeds[i][1])))
			print_error("%s\n", deeds[i][0]);
		assert_string_equal(got, deeds[i][1]);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deeds_are_told_from_talk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
