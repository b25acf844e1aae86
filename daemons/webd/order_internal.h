// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The reading of orders: order.c for all of them, order_output.c for those of outputs. */
#include "daemons/webd/order.h"

#define ORDER_REFUSED	  422
#define ORDER_NOT_THERE	  404
#define ORDER_CONFLICT	  409
#define ORDER_OUTSIDE	  502
#define ORDER_UNAVAILABLE 503

/* Adds what is wrong with the value of a field, and returns its status. */
unsigned order_refuse(struct text *why, const char *name, const char *value, const char *is);

/* A person's words, "" without them. */
unsigned order_take_words(const struct fields *f, const char *name, char *ret_words, size_t size,
			  struct text *why);

/* Of a value that is no text there is nothing to repeat to anybody. */
const char *order_shown(const char *value);

struct actor order_actor(const struct order_world *w);

/* As order_read(), of an output whose names of fields were looked at. */
unsigned order_read_output(enum order_verb verb, const struct fields *f,
			   const struct order_world *w, struct order *o, struct text *why);
