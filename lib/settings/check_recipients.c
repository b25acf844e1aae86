// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/checks.h"

#include "lib/base/nearest.h"
#include "lib/base/util.h"
#include "lib/model/address.h"
#include "lib/settings/ids.h"

#define REFUSE(c, r, key, ...) check_refuse(c, &subject_recipients, (r)->id, key, __VA_ARGS__)

static void check_mail_list(struct check *c, const struct subject *subject, const char *id,
			    const char *key, const char *list)
{
	char address[ADDRESS_MAX];
	unsigned n = 0;

	for (const char *at = list; address_next(&at, address);) {
		if (!address_mail_valid(address))
			check_refuse(c, subject, id, key,
				     "'%s' is no e-mail address; allowed: as ops@example.org, "
				     "several with a comma between",
				     address);
		if (++n > ADDRESSES_MAX)
			break;
	}
	if (n > ADDRESSES_MAX)
		check_refuse(c, subject, id, key, "has more than %d addresses; allowed: up to %d",
			     ADDRESSES_MAX, ADDRESSES_MAX);
}

static void check_mail(struct check *c)
{
	const struct settings_mail *m = &c->s->mail;

	check_mail_list(c, &subject_mail, "", "to", m->to);
	if (m->from[0] && !address_mail_valid(m->from))
		check_refuse(c, &subject_mail, "", "from",
			     "'%s' is no e-mail address; allowed: as unit7@example.org", m->from);
	if (m->server[0] && m->port && !m->from[0])
		check_refuse(c, &subject_mail, "", "from",
			     "is missing; a mail server wants to know who sends");
	if (m->ca[0] && m->ca[0] != '/')
		check_refuse(c, &subject_mail, "", "ca",
			     "'%s' is no path; allowed: as /etc/rmcu/mail-ca.pem, or nothing",
			     m->ca);
}

static bool is_program(const char *name)
{
	for (const char *p = name; *p; p++)
		if (*p == '/')
			return false;
	return name[0] && name[0] != '.';
}

static void check_target(struct check *c, const struct settings_recipient *r)
{
	switch (r->by) {
	case DELIVERY_EMAIL:
	case DELIVERY_TEXT_EMAIL:
		if (!r->address[0])
			REFUSE(c, r, "address", "is missing; allowed: as ops@example.org");
		check_mail_list(c, &subject_recipients, r->id, "address", r->address);
		break;
	case DELIVERY_TEXT_HTTP:
	case DELIVERY_TEXT_MODEM:
		if (!address_phone_valid(r->address))
			REFUSE(c, r, "address",
			       "'%s' is no telephone number; allowed: as +491701234567",
			       r->address);
		break;
	case DELIVERY_COMMAND:
		if (!is_program(r->address))
			REFUSE(c, r, "address",
			       "'%s' is no name of a program; allowed: one in /etc/rmcu/commands, "
			       "without a folder",
			       r->address);
		break;
	case DELIVERY_WEBHOOK:
	case DELIVERY_MAX:
		break;
	}
	if ((r->by == DELIVERY_WEBHOOK || r->by == DELIVERY_TEXT_HTTP) &&
	    !address_url_valid(r->url))
		REFUSE(c, r, "url",
		       "'%s' is no URL; allowed: as https://ntfy.example.org/site7, without a "
		       "user's name in it",
		       r->url);
}

static void check_channel_list(struct check *c, const struct settings_recipient *r)
{
	char id[CHANNEL_ID_MAX];

	for (const char *at = r->channels; ids_next(&at, id);)
		if (!check_channel(c, id))
			check_refuse_channel(c, &subject_recipients, r->id, "channels", id);
}

static void check_escalation(struct check *c, const struct settings_recipient *r)
{
	const char *ids[RECIPIENTS_MAX], *near;

	if (!r->escalate_to[0] || (subject_find(&subject_recipients, c->s, r->escalate_to) >= 0 &&
				   !streq(r->escalate_to, r->id)))
		return;
	for (unsigned i = 0; i < c->s->n_recipients; i++)
		ids[i] = c->s->recipients[i].id;
	near = nearest_word(r->escalate_to, ids, c->s->n_recipients);
	if (streq(r->escalate_to, r->id))
		REFUSE(c, r, "escalate_to", "is himself; allowed: another recipient, or nobody");
	else
		REFUSE(c, r, "escalate_to", "there is no recipient '%s'%s%s%s", r->escalate_to,
		       near ? ", did you mean '" : "", near ? near : "", near ? "'?" : "");
}

static void check_heartbeat(struct check *c)
{
	const char *url = c->s->signs_of_life.heartbeat_url;

	if (url[0] && !address_url_valid(url))
		check_refuse(
			c, &subject_signs_of_life, "", "heartbeat_url",
			"'%s' is no URL; allowed: as https://hc.example.org/ping/7, or nothing",
			url);
}

void check_recipients(struct check *c)
{
	check_mail(c);
	check_heartbeat(c);
	for (unsigned i = 0; i < c->s->n_recipients; i++) {
		const struct settings_recipient *r = &c->s->recipients[i];

		if (streq(r->id, RECIPIENT_MAIL_ID))
			REFUSE(c, r, "enabled",
			       "'mail' is the recipient of mail.to; allowed: any other id");
		check_target(c, r);
		check_channel_list(c, r);
		check_escalation(c, r);
		check_window(c, &subject_recipients, r->id, "quiet", &r->window);
	}
}
