// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What a SET asks for, in the words of the suite: made by the setters of columns, done by set.c. */
#include <stdint.h>

#include "lib/wire/msg.h"

enum order_kind {
	ORDER_OUTPUT,	   /* of sensord: an output, and what it is to do */
	ORDER_CONFIRM,	   /* of sensord: an output whose change stays */
	ORDER_ACKNOWLEDGE, /* of alarmd: an alarm, and which occurrence */
	ORDER_SETTING,	   /* of settingsd: a path, and its new value */
	ORDER_SERIAL,	   /* nothing by itself: the request is made once */
	ORDER_NOTHING,	   /* it is so already */
	ORDER_KIND_MAX,
};

struct order {
	enum order_kind kind;
	char id[ALARM_ID_MAX]; /* of the output, of the alarm */
	enum output_action action;
	uint64_t occurrence;
	char path[WIRE_PATH_MAX];
	char value[WIRE_VALUE_MAX];
};
