// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What can be asked for: each path with its method, who may, and what answers. Pure. */
#include "daemons/webd/http.h"

struct webd;

enum door {
	DOOR_OPEN,    /* anybody */
	DOOR_STATUS,  /* anybody where web.open_status is set */
	DOOR_METRICS, /* programs of this machine, anybody where web.metrics_open is set */
	DOOR_MAX,
};

struct route {
	const char *method, *path;
	enum door door;
	void (*answer)(struct webd *w, const struct http_request *q, struct http_answer *a);
	const char *summary;
};

extern const struct route routes[];
extern const unsigned n_routes;

/*
 * The route of a request; NULL when there is none, with the status that says so in *ret_status, and
 * for 405 what may be done there in *ret_allow.
 */
const struct route *route_find(const char *method, const char *path, unsigned *ret_status,
			       const char **ret_allow);

/* Whether this door is open to him; with `ret_why` what is the matter otherwise, a sentence. */
struct settings_web;
bool door_open(enum door door, const struct settings_web *web, bool loopback, const char **ret_why);
