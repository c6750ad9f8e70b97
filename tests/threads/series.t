#!/bin/sh
# Series as patchwork's own tests group them (getpatchwork/patchwork, patchwork/tests/unit/test_series.py): mails
# of each mailbox by entry.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
. "$top/tests/threads/linked.sh"
boxes=$corpora/patchwork/series
[ -d "$boxes" ] || skip_all "no $boxes"

while read -r name want; do
	case $name in '' | '#'*) continue ;; esac
	linked "$boxes/$name.mbox"
	is "$name" "$(grouped "$boxes/$name.mbox" 4)" "$want"
done <<'EOF'
base-single-patch 1
base-cover-letter 1 2 3
base-no-cover-letter 1 2
base-deep-threaded 1 2 3
base-out-of-order 1 2 3
base-incomplete 1 2
base-extra-patches 1 2 3 4
# The version is on the cover alone.
base-different-versions 1 2 3 4 5
# No references at all: one author within minutes.
base-no-references 1 2
base-no-references-no-cover 1 2 3
bugs-multiple-references 1 2 3 4 5
bugs-multiple-content-types 1 2
# A diff with no number under a cover is no part of the series.
bugs-unnumbered 1 2|3
bugs-nocover 1 2|3 4
bugs-nocover-noversion 1 2|3 4
# Part 1 three times within minutes: three postings.
bugs-spamming 1|2|3
bugs-mixed-versions 1|2
revision-basic 1 2 3|4 5 6
revision-threaded-to-single-patch 1|2
revision-threaded-to-cover 1 2 3|4 5 6
revision-threaded-to-patch 1 2 3|4 5 6
revision-out-of-order 1 2 3|4 5 6
revision-no-cover-letter 1 2 3|4 5
revision-unlabeled 1 2 3|4 5 6
revision-unlabeled-noreferences 1 2|3 4
mercurial-cover-letter 1 2 3
mercurial-no-cover-letter 1 2
dependency-base-patch 1 2 3
EOF
finish
