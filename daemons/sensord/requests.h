// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The handlers of requests, shared between requests.c and sim_requests.c. */
#include "daemons/sensord/sensord.h"

struct request {
	struct sensord *s;
	struct server_peer *peer;
	uint32_t id;
	struct cursor *body;
};

/* The publisher's time. */
struct instant request_now(const struct request *q);

/* Answers with 0 or a positive errno and the sentence for a person. */
void request_answer(const struct request *q, int error, const char *sentence);

/* Each returns 0 when it answered, -EBADMSG for a malformed message. */
int sim_request_list(const struct request *q);
int sim_request_run(const struct request *q);
int sim_request_set(const struct request *q);
int sim_request_speed(const struct request *q);
int sim_request_join(const struct request *q);
int sim_request_step(const struct request *q);
int sim_request_release(const struct request *q);
