/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/robot.h"

/* Whole addresses, and local parts that no person has. */
static const char *const addresses[] = { "lkp@intel.com", "0day@intel.com", "bot@kernelci.org",
	"broonie-bot@kernel.org", "regressions-bot@leemhuis.info", "regzbot@leemhuis.info",
	"pr-tracker-bot@kernel.org", "no-reply@patchew.org", "syzbot@googlegroups.com",
	"ci_notify@linaro.org", "lkft@linaro.org" };
static const char *const locals[] = { "syzbot+", "syzbot@", "patchwork-bot+", "patchwork-bot@",
	"buildbot@", "pr-tracker-bot@", "tip-bot2@", "tip-bot@", "bugzilla-daemon@",
	"kernelci-bot@", "github-actions@", "jenkins@", "patchwork@", "ci_notify@", "stable-bot@",
	"mailer-daemon@", "regzbot@", "sashiko-bot@", "bot@", "robot@", "bot+", "noreply@",
	"no-reply@", "donotreply@", "do-not-reply@", "testbot@", "test-bot@", "autobuilder@",
	"builder@" };
static const char *const names[] = { "kernel test robot", "kbuild test robot", "syzbot",
	"patchwork bot", "regzbot", "regression tracking bot", "0day robot", "kernelci bot" };
/* As a name's last word, in this very spelling: Jan Bot and Robot Wang are people. */
static const char *const words[] = { "bot", "robot", "Robot", "BOT", "CI", "buildbot", "Buildbot",
	"testbot", NULL };
static const char *const fields[] = { "X-Mailer-Bot", "X-syzbot", "X-Bugzilla-Type",
	"X-Patchwork-Bot", NULL };

/* "kernelci.org bot", "bluez.test.bot", "Frob CI". */
static bool
ends_with_word(struct bytes name)
{
	size_t from = name.n;

	while (from > 0 && is_alnum(name.p[from - 1]))
		from--;
	for (size_t i = 0; words[i]; i++)
		if (bytes_equal(bytes_slice(name, from, name.n), bytes_from(words[i])))
			return true;
	return false;
}

bool
robot_sent(const struct header *h, struct mailbox from)
{
	if (bytes_starts_any(from.address, BYTES_LIST(locals)) ||
	    bytes_is_among(from.address, BYTES_LIST(addresses)) ||
	    bytes_starts_any(from.name, BYTES_LIST(names)) || ends_with_word(from.name))
		return true;
	for (size_t i = 0; fields[i]; i++)
		if (header_get(h, fields[i]).p)
			return true;
	return false;
}
