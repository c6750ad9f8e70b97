# SPDX-License-Identifier: ISC
"""What two digests in Markdown hold: usage: elements.py REFERENCE OURS.  Prints what the first
has and the second lacks, by kind, one line each; nothing where nothing is missing."""
import collections
import re
import sys

UNESCAPE = re.compile(r'\\([!-/:-@\[-`{-~])')


def unescaped(text):
    return ' '.join(UNESCAPE.sub(r'\1', text).split())


def person(text):
    """Domains have no case; the mbox knows "Last, First <a@b>" as "Last" alone."""
    return unescaped(text).split(',')[0].lower()


def linked(text):
    """[text](url) as (text, url)."""
    m = re.fullmatch(r'\[(.*)\]\((https?://\S+)\)', text)
    return (m.group(1), m.group(2)) if m else (text, None)


class Digest:
    def __init__(self, text):
        # The reference lets folded subjects run over lines.
        self.text = re.sub(r'\n +(?=[^\s\-\d])', ' ', text)
        self.lines = self.text.split('\n')
        self.counts = collections.Counter(re.findall(r'^- \*\*(PATCH|RFC|Question|GIT PULL)\*\*', self.text, re.M))
        self.headings = re.findall(r'^## \S+ (PATCH|RFC|Question|GIT PULL)', self.text, re.M)
        self.threads = []
        self.mails = []
        for line in self.lines:
            m = re.match(r'### (?:Thread )?\d+[.:] (.*)', line)
            if m:
                subject, url = linked(m.group(1))
                self.threads.append((unescaped(subject), url))
            m = re.match(r'(\d+)\. \*\*\[(\d\d-\d\d \d\d:\d\d)\]\*\* (?:🆕 |\*（此前）\* )?(.*)', line)
            if m:
                subject, url = linked(m.group(3))
                self.mails.append([unescaped(subject), None, url, m.group(2)])
            m = re.match(r' +- 发件人(?:: |：)(.*)', line)
            if m:
                self.mails[-1][1] = person(m.group(1))

    def count(self, pattern):
        return len(re.findall(pattern, self.text, re.M))


def main():
    wanted, ours = (Digest(open(name, encoding='utf-8').read()) for name in sys.argv[1:])
    labels = [r'^# KVMARM 邮件列表', r'\*\*生成时间\*\*', r'总邮件数\*\*[:：] ?152', r'^### 分类分布', r'^- \*\*大型']
    for label in labels:
        if not ours.count(label):
            print('label', label)
    for label in ['周期', '总体统计', '总主题数']:
        if not ours.count(label):
            print('label', label)
    for category in wanted.counts:
        if not ours.counts[category]:
            print('category', category)
    for heading in wanted.headings:
        if heading not in ours.headings:
            print('heading', heading)
    subjects = {s.replace('Re: ', '') for s, _ in ours.threads}
    for subject, _ in wanted.threads:
        if subject.replace('Re: ', '') not in subjects:
            print('thread', subject)
    have = collections.Counter((s, f) for s, f, _, _ in ours.mails)
    for mail in (collections.Counter((s, f) for s, f, _, _ in wanted.mails) - have):
        print('mail', *mail)
    # A thread whose posting is not in the mailbox did not start with what is.
    for field, instead in [('📧 邮件数', ''), ('👥 参与者', ''), ('📅 开始时间', '📅 最早的回复'), ('邮件列表', '')]:
        if ours.count(field) + (ours.count(instead) if instead else 0) < len(ours.threads):
            print('field', field)
    for subject, url in ours.threads:
        if not url:
            print('link of the thread', subject)
    for subject, _, url, _ in ours.mails:
        if not url:
            print('link of the mail', subject)
    print(len(ours.threads), 'threads', len(ours.mails), 'mails')


main()
