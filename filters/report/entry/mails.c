/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/mails.h"

#include "common/clock.h"
#include "common/utf8.h"
#include "filters/report/entry/links.h"
#include "filters/report/entry/reach.h"

static struct json *
mail_json(struct arena *a, const struct config_list *list, const struct collect_mail *m, size_t n)
{
	const struct store_mail *mail = m->mail;
	struct json *v = json_object();

	json_set_number(v, "n", (int64_t)n);
	json_set_string(v, "date", clock_rfc3339(a, m->date));
	json_set_text(v, "subject", utf8_clean(a, mail->subject, UTF8_LINE));
	json_set(v, "from", reach_sender(a, mail));
	json_set_text(v, "message_id", utf8_clean(a, mail->id, UTF8_LINE));
	json_set_flag(v, "new", m->new);
	json_set_string(v, "url", link_mail(a, list->archive, mail->id));
	json_set_flag(v, "robot", (mail->flags & MAIL_BOT) != 0);
	return v;
}

struct json *
mails_json(struct arena *a, const struct config_list *list, const struct collect_thread *t)
{
	struct json *all = json_array();

	for (size_t i = 0; i < t->n; i++)
		json_add(all, mail_json(a, list, &t->mails[i], i + 1));
	return all;
}
