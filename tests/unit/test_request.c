/* SPDX-License-Identifier: ISC */
/* Ten thousand forged requests, and the desk itself.  The rest: tests/members/request.t. */
#include "filters/members/request.h"

#include "common/token.h"
#include "filters/members/desk.h"
#include "tests/unit/store_fixture.h"

#define START ((int64_t)1762156800)

static struct store *store;
static char sent_file[128];
static const char *sendmail[] = { "/bin/sh", "-c", "echo \"$4\" >>\"$0\"", sent_file, NULL };
static const struct config config = { .sendmail = sendmail };
static const struct config_list list = { .name = "ember",
	.title = "ember",
	.language = "en",
	.timezone = "UTC",
	.from = "Digest <ember-digest@example.org>" };

static int
set_up(void **state)
{
	int bad = fixture_set_up(state);

	store = bad ? NULL : fixture_open(STORE_CREATE);
	snprintf(sent_file, sizeof sent_file, "%s/sent", fixture_dir);
	return bad;
}

static int
tear_down(void **state)
{
	store_close(store);
	return fixture_tear_down(state);
}

static struct office
office_at(int64_t now)
{
	return (struct office){ store, &config, &list, "templates", now };
}

/* Who was written to, one a line. */
static struct bytes
sent(void)
{
	struct buf all = BUF_INIT;
	struct bytes copy = BYTES_NONE;

	if (buf_read_file(&all, sent_file, 1 << 20))
		copy = arena_bytes(fixture_arena, buf_bytes(&all));
	buf_release(&all);
	return copy;
}

static size_t
count_lines(struct bytes s)
{
	struct bytes line;
	size_t n = 0;

	while (bytes_line(&s, &line))
		n++;
	return n;
}

static enum members_status
subscribe(int64_t now, const char *address)
{
	struct office o = office_at(now);
	char raw[256];

	snprintf(raw, sizeof raw, "Return-Path: <%s>\nFrom: %s\nSubject: subscribe\n\n", address,
	    address);
	return request_take(&o, bytes_from(raw), NULL, NULL);
}

/* 10,000 over ten hours in the names of 5,000, some of them of one victim. */
static void
test_forged_requests(void **state)
{
	size_t hour[11] = { 0 }, victim = 0, before = 0;
	struct bytes all, line;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		int64_t now = START + i * 36000 / 10000;
		char address[64];
		size_t n;

		snprintf(address, sizeof address, "u%d@example.org", i % 5000);
		assert_int_equal(
		    subscribe(now, i % 10 == 0 ? "Victim@example.org" : address), MEMBERS_OK);
		if (i % 1000 != 999)
			continue;
		n = count_lines(sent());
		hour[i / 1000] = n - before;
		before = n;
	}
	for (int i = 0; i < 10; i++)
		assert_in_range(hour[i], 0, DESK_HOUR_MAX);
	assert_int_equal(hour[0], DESK_HOUR_MAX);
	for (all = sent(); bytes_line(&all, &line);)
		victim += bytes_equal(line, BYTES_LIT("Victim@example.org"));
	assert_int_equal(victim, 1);
	print_message("# 10000 requests: %zu mails\n", count_lines(sent()));
}

static void
test_a_clock_set_back(void **state)
{
	(void)state;
	assert_int_equal(subscribe(START, "ada@example.org"), MEMBERS_OK);
	assert_int_equal(subscribe(START - 7 * 86400, "ada@example.org"), MEMBERS_OK);
	assert_int_equal(count_lines(sent()), 1);
}

/* What the desk remembers does not grow with time. */
static void
test_desk_is_bounded(void **state)
{
	struct bytes value;
	size_t most = 0, most_of_four_days = 0;

	(void)state;
	for (int64_t t = START; t < START + 10 * 86400; t += 1800) {
		int64_t since;
		char address[64];
		struct token token = { "ember", bytes_from(address), "subscribe",
			(uint64_t)(t + DESK_OPEN_SECONDS) };
		struct hash secret = { .b = { 0 } };
		struct desk_question q = { .action = BYTES_LIT("subscribe"),
			.name = BYTES_LIT("A name") };

		snprintf(address, sizeof address, "u%lld@example.org", (long long)t);
		token.address = q.address = bytes_from(address);
		q.token = bytes_from(token_write(fixture_arena, &secret, &token));
		assert_int_equal(desk_admit(store, t, q.address, q.token, &since), STORE_OK);
		assert_int_equal(desk_ask(store, t, &q), STORE_OK);
		assert_int_equal(
		    store_get_value(store, "requests", fixture_arena, &value), STORE_OK);
		most = value.n > most ? value.n : most;
		if (t < START + 4 * 86400)
			most_of_four_days = most;
	}
	assert_int_equal(most, most_of_four_days);
}

static void
test_damaged(void **state)
{
	(void)state;
	assert_int_equal(
	    store_swap_value(store, "requests", BYTES_NONE, BYTES_LIT("[\"x")), STORE_OK);
	assert_int_equal(subscribe(START, "ada@example.org"), MEMBERS_OK);
	assert_int_equal(count_lines(sent()), 1);
	assert_said("damaged");
	assert_int_equal(subscribe(START, "ada@example.org"), MEMBERS_OK);
	assert_int_equal(count_lines(sent()), 1);
}

static enum members_status
request(int64_t now, const char *subject)
{
	struct office o = office_at(now);
	const char *raw = arena_printf(fixture_arena,
	    "Return-Path: <ada@example.org>\nFrom: ada@example.org\nMessage-ID: <%lld@x>\n"
	    "Subject: %s\n\n",
	    (long long)now, subject);

	return request_take(&o, bytes_from(raw), NULL, NULL);
}

/* What was chosen is in the token: other words on the desk are worth nothing. */
static void
test_token_holds_the_choice(void **state)
{
	struct store_member m = { BYTES_LIT("ada@example.org"), BYTES_LIT(""), START, BYTES_NONE };
	struct bytes was, token;
	struct buf now = BUF_INIT;
	size_t at;

	(void)state;
	for (int64_t t = 0; t < 2; t++) {
		assert_int_equal(store_put_member(store, &m), t ? STORE_NONE : STORE_OK);
		assert_int_equal(request(START + t * 86400, "set depth full"), MEMBERS_OK);
		assert_int_equal(store_get_value(store, "requests", fixture_arena, &was), STORE_OK);
		token = bytes_slice(was, bytes_find(was, BYTES_LIT("\"token\":\"")) + 9, was.n);
		token.n = TOKEN_CHARS;
		at = bytes_find(was, BYTES_LIT("\\\"full\\\""));
		assert_true(at < was.n);
		buf_clear(&now);
		buf_add(&now, bytes_slice(was, 0, at + 2));
		buf_adds(&now, t ? "full" : "Full");
		buf_add(&now, bytes_slice(was, at + 6, was.n));
		if (t == 0)
			assert_int_equal(
			    store_swap_value(store, "requests", was, buf_bytes(&now)), STORE_OK);
		request(START + t * 86400 + 60,
		    arena_printf(fixture_arena, "confirm %.*s", (int)token.n, token.p));
		assert_int_equal(store_get_member(store, m.address, fixture_arena, &m), STORE_OK);
		at = bytes_find(m.options, BYTES_LIT("\"full\""));
		assert_int_equal(at < m.options.n, t);
		m.options = BYTES_NONE;
	}
	buf_release(&now);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_forged_requests, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_clock_set_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_desk_is_bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_damaged, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_token_holds_the_choice, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
