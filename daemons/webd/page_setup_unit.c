// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What a saved value means to people: its unit, which may be a channel's, and words for yes and no.
 */
#include "daemons/webd/html.h"
#include "daemons/webd/page_setup.h"
#include "lib/base/util.h"
#include "lib/present/value.h"
#include "lib/settings/value.h"

/* NULL where the item is not there yet. */
static const void *item_of(const struct settings *s, const struct settings_path *path)
{
	int i = subject_find(path->subject, s, path->id);

	return i < 0 ? NULL : subject_item_const(path->subject, s, (unsigned)i);
}

/* The id that an item names as its channel; "" without one. */
static const char *named_channel(const struct subject *subject, const void *item)
{
	struct value v;

	for (unsigned r = 0; r < subject->n_rows; r++) {
		if (subject->rows[r].reference != REFERENCE_CHANNEL)
			continue;
		value_fetch(&subject->rows[r], item, &v);
		return v.text;
	}
	return "";
}

/* The channel in whose unit a value is; NULL when it is in none's. */
static const struct channel *unit_channel(const struct settings *s,
					  const struct settings_path *path)
{
	const void *item = path->row->channel_unit ? item_of(s, path) : NULL;
	const char *id;
	int i;

	if (!item)
		return NULL;
	id = path->subject == &subject_channels ? path->id : named_channel(path->subject, item);
	i = subject_find(&subject_channels, s, id);
	return i < 0 ? NULL : &s->channels[i].info;
}

const char *setup_unit(const struct settings *s, const struct settings_path *path)
{
	static const struct present_style as_kept;
	const struct channel *c = unit_channel(s, path);

	if (c && c->kind == CHANNEL_ANALOG_IN)
		return present_unit(c, &as_kept);
	return path->row->unit ? path->row->unit : "";
}

/* A step of the scale and not a point on it. */
static bool is_difference(const struct settings_path *path, const void *item)
{
	const struct settings_alarm *a = item;

	if (path->subject == &subject_alarms)
		return a->when == ALARM_RISING || a->when == ALARM_FALLING;
	return path->subject == &subject_channels && streq(path->row->key, "offset");
}

bool setup_as_seen(struct text *out, const struct settings *s, const struct settings_path *path)
{
	static const struct present_style fahrenheit = { .fahrenheit = true };
	const struct channel *c = unit_channel(s, path);
	const void *item = item_of(s, path);
	struct value v;

	if (!c || c->unit != UNIT_CELSIUS || s->device.temperature_unit != TEMPERATURE_FAHRENHEIT)
		return false;
	value_fetch(path->row, item, &v);
	if (v.number == SETTINGS_UNSET)
		return false;
	if (is_difference(path, item))
		present_difference(out, c, v.number, &fahrenheit);
	else
		present_micro(out, c, v.number, &fahrenheit);
	return true;
}

void setup_shown(struct text *out, const struct settings *s, const struct settings_path *path)
{
	const char *unit = setup_unit(s, path);
	AUTO_TEXT struct text saved = TEXT_INIT;

	if (setup_as_seen(out, s, path))
		return;
	setup_value(&saved, s, path);
	if (path->row->optional && streq(text_get(&saved), VALUE_UNSET_WORD))
		text_add(out, "--");
	else if (path->row->type == SETTING_BOOL)
		text_add(out, setup_bool_word(streq(text_get(&saved), "true")));
	else
		text_printf(out, "%s%s%s", text_get(&saved), *unit ? " " : "", unit);
}

const char *setup_bool_word(bool v)
{
	return v ? "yes" : "no";
}
