/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/lines.h"

/* Lines within which a rule of underscores must name the list. */
#define RULE_LOOK 4
#define RULE_LENGTH 20

static const char *const starts[] = { "To unsubscribe from this list: send", "To unsubscribe send",
	"To unsubscribe from this group", "To unsubscribe, ", "More majordomo info at",
	"Please read the FAQ at", "You received this message because you are subscribed",
	"You received this message from the", "To view this discussion on the web",
	"To view this discussion visit", "For more options, visit", "To post to this group",
	"Sent from my ", "Sent via ", "Get Outlook for", "Sent with ",
	"IMPORTANT NOTICE:", "This email and any attachments", "This e-mail and any attachments",
	"This email and any files transmitted", "This e-mail and any files transmitted",
	"The information in this email is confidential",
	"The information in this e-mail is confidential", "This message and any attachments",
	"CONFIDENTIALITY", "The information contained in this", "The contents of this email",
	"This e-mail message is for", "This email message is for",
	"This message contains information", "This sf.net email is sponsored",
	"This SF.net email is sponsored", "This message was sent using", "Do you Yahoo!?",
	"Registered Address ", "Registration No: ", "-------------- next part --------------",
	"An HTML attachment was scrubbed", "A non-text attachment was scrubbed",
	"An embedded message was scrubbed", "An embedded and charset-unspecified text was scrubbed",
	"Unsubscribe:", "List archives:",
	"\xe5\x8f\x91\xe8\x87\xaa\xe6\x88\x91\xe7\x9a\x84", /* 发自我的 */
	"\xe6\x9c\xac\xe9\x82\xae\xe4\xbb\xb6\xe5\x8f\x8a\xe5\x85\xb6\xe9\x99\x84\xe4\xbb"
	"\xb6", /* 本邮件及其附件 */
	NULL };

static const char *const lists[] = { "mailing list", "mailman", "listinfo", "@lists.",
	"unsubscribe", "Unsubscribe", "sponsored by", "googlegroups.com", NULL };

static bool
is_rule(struct bytes s)
{
	size_t n = 0;

	while (n < s.n && (s.p[n] == '_' || s.p[n] == '-' || s.p[n] == '='))
		n++;
	return n >= RULE_LENGTH && n == s.n;
}

/* Where a paragraph that no sender wrote begins. */
bool
lines_is_footer(const struct lines *l, size_t i)
{
	struct bytes s = l->at[i].text;

	if (lines_starts_any(s, starts))
		return true;
	if (!is_rule(s))
		return false;
	for (size_t k = i + 1; k < l->n && k <= i + RULE_LOOK; k++) {
		if (l->at[k].kind != LINE_OPEN)
			return false;
		if (lines_holds(l->at[k].text, lists))
			return true;
	}
	return false;
}
