// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What docs/webhook.schema.json describes. The names of its fields are a promise. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "daemons/notifyd/hook.h"
#include "daemons/notifyd/words.h"
#include "lib/base/json.h"
#include "lib/present/event.h"
#include "lib/present/status_json.h"

/* How much of a letter there is room for. */
struct share {
	unsigned notices;
	bool status;
};

static void add_text(struct json *j, const char *key, struct text *t)
{
	json_string(j, key, text_get(t));
	text_clear(t);
}

static void add_or_null(struct json *j, const char *key, const char *s)
{
	if (s && *s)
		json_string(j, key, s);
	else
		json_null(j, key);
}

static void add_consequences(struct json *j, const struct letter *l, const char *alarm)
{
	json_array(j, "consequences");
	for (unsigned i = 0; i < l->settings->n_alarms; i++) {
		const struct settings_alarm *a = &l->settings->alarms[i];

		if (*alarm && a->enabled && streq(a->cause, alarm))
			json_string(j, NULL, a->id);
	}
	json_array_end(j);
}

static void add_notice(struct json *j, const struct letter *l, const struct notice *n)
{
	const struct settings_alarm *rule = words_rule(l, n->event.alarm);
	AUTO_TEXT struct text words = TEXT_INIT;

	json_object(j, NULL);
	json_string(j, "why", words_why(n->why));
	json_uint(j, "times", n->why == NOTICE_AGAIN ? n->times : 1);
	json_uint(j, "earlier", n->earlier);
	json_uint(j, "first", n->first ? n->first : n->event.number);
	json_bool(j, "over", n->last_here);
	words_about(&words, l, &n->event);
	add_or_null(j, "about", text_get(&words));
	text_clear(&words);
	words_value(&words, l, &n->event);
	add_or_null(j, "value_text", text_get(&words));
	add_or_null(j, "instruction", rule ? rule->instruction : NULL);
	add_or_null(j, "cause", rule ? rule->cause : NULL);
	add_consequences(j, l, n->event.alarm);
	json_key(j, "event");
	present_event_json(j, &n->event, l->table);
	json_object_end(j);
}

static void add_journal(struct json *j, const struct letter *l)
{
	char hex[2 * EVENT_HASH_SIZE + 1] = "";

	if (!l->head) {
		json_null(j, "journal");
		return;
	}
	for (unsigned i = 0; i < EVENT_HASH_SIZE; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", l->head_hash[i]);
	json_object(j, "journal");
	json_uint(j, "head", l->head);
	json_string(j, "hash", hex);
	json_object_end(j);
}

static void add_head(struct json *j, const struct letter *l)
{
	AUTO_TEXT struct text words = TEXT_INIT;

	words_id(&words, l);
	add_text(j, "id", &words);
	json_string(j, "kind", words_kind(l->kind));
	words_site(&words, l);
	add_text(j, "site", &words);
	json_string(j, "location", l->settings->site.location);
	json_string(j, "host", l->host);
	add_or_null(j, "url", l->url);
	json_string(j, "recipient", l->recipient);
	json_time(j, "written", l->now_us);
	json_bool(j, "clock_set", !l->wall_insane);
	words_subject(&words, l);
	add_text(j, "subject", &words);
	add_or_null(j, "words", l->words);
}

static void add_all(struct text *out, const struct letter *l, struct share share)
{
	struct json j;

	json_begin(&j, out, false);
	json_object(&j, NULL);
	add_head(&j, l);
	json_array(&j, "notices");
	for (unsigned i = 0; i < share.notices; i++)
		add_notice(&j, l, &l->notices[i]);
	json_array_end(&j);
	json_uint(&j, "left_out", l->left_out + l->n - share.notices);
	add_journal(&j, l);
	if (share.status && l->status) {
		json_key(&j, "status");
		present_status_json(&j, l->status);
	} else {
		json_null(&j, "status");
	}
	json_object_end(&j);
}

int hook_json(const struct letter *l, struct msg_send *ret)
{
	struct share share = { .notices = l->n, .status = true };
	AUTO_TEXT struct text out = TEXT_INIT;

	for (add_all(&out, l, share); out.len > SEND_BODY_MAX; add_all(&out, l, share)) {
		if (share.status && l->status)
			share.status = false;
		else if (share.notices > 0)
			share.notices =
				share.notices > 8 ? share.notices * 7 / 8 : share.notices - 1;
		else
			return -EINVAL;
		text_clear(&out);
	}
	if (!text_ok(&out))
		return -ENOMEM;
	memcpy(ret->body, out.bytes, out.len);
	ret->body_len = (uint16_t)out.len;
	return 0;
}
