// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What can be asked for: each path with its method, who may, and what answers. Pure. */
#include "daemons/webd/http.h"
#include "daemons/webd/visitor.h"

struct webd;

enum door {
	DOOR_OPEN,    /* anybody */
	DOOR_STATUS,  /* viewers; anybody where web.open_status is set */
	DOOR_METRICS, /* viewers and programs of this machine; anybody where web.metrics_open is set
		       */
	DOOR_VIEWER,
	DOOR_CONTROL,
	DOOR_ADMIN,
	DOOR_MAX,
};

/* What a {name} in a route's path stands for. */
#define ROUTE_ID_MAX 64

/* A request behind its door. */
struct asked {
	const struct http_request *http;
	struct visitor who;
	char id[ROUTE_ID_MAX]; /* what stood for the {…} of the route's path */
};

struct route {
	const char *method, *path; /* with at most one {…}, which is a whole segment */
	enum door door;
	void (*answer)(struct webd *w, const struct asked *q, struct http_answer *a);
	const char *summary;
	/* The names of its arguments behind "?", with spaces between them; any other is refused.
	 * NULL: it has none, and what stands there changes nothing. */
	const char *arguments;
};

extern const struct route routes[];
extern const unsigned n_routes;

/*
 * The route of a request, and in ret_id what stands for its {…}; NULL when there is none, with the
 * status that says so in *ret_status, and for 405 what may be done there in *ret_allow.
 */
const struct route *route_find(const char *method, const char *path, char ret_id[ROUTE_ID_MAX],
			       unsigned *ret_status, const char **ret_allow);

/* Adds why this is no argument of the route, which has some. */
void route_no_argument(const struct route *r, const char *name, struct text *why);

/* Whether people meet it in a browser: then a sign-in is a page. */
bool route_is_page(const struct route *r);

/* 0 when this door is open to him; else the status, 401 or 403, with the sentence in *ret_why. */
struct settings_web;
unsigned door_status(enum door door, const struct settings_web *web, const struct visitor *who,
		     bool loopback, const char **ret_why);
