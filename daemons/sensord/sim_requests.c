// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Requests to the simulator; refused when nothing is simulated. */
#include <errno.h>
#include <stdio.h>

#include "daemons/sensord/requests.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"

static struct sim *simulator(const struct request *q)
{
	if (!q->s->sim) {
		request_answer(q, EOPNOTSUPP,
			       "nothing is simulated here: the profile is of real hardware");
		return NULL;
	}
	return sim_source_sim(q->s->sim);
}

/* The command holds from the present moment on: the world is brought there first. */
static void catch_up(const struct request *q)
{
	sim_source_play(q->s->sim, request_now(q).mono_us);
}

static void tell_command(const struct request *q, const struct msg_sim *m, const char *what)
{
	struct fact f = { .kind = FACT_SIM_COMMAND, .channel = FACT_NO_CHANNEL, .value = m->value };
	const char *text;

	server_actor(q->peer, &m->actor, &f.actor);
	if (m->text[0])
		(void)snprintf(f.text, sizeof(f.text), "%s %.80s", what, m->text);
	else if (m->value)
		(void)snprintf(f.text, sizeof(f.text), "%s %g", what, (double)m->value / 1000);
	else
		(void)snprintf(f.text, sizeof(f.text), "%s", what);
	sensord_fact(q->s, &f);
	sim_source_keep(q->s->sim, &text);
	sensord_trouble(q->s, "simulator", text);
	/* contacts may have moved */
	sim_source_reread(q->s->sim);
	q->s->edge_waits = true;
}

/* The first mistake as a sentence; a list of allowed words that is too long ends at a word. */
static void first_mistake(const struct text *mistake, char ret_sentence[WIRE_SENTENCE_MAX])
{
	static const char more[] = ", ...";
	size_t len = strcspn(text_get(mistake), "\n");

	(void)snprintf(ret_sentence, WIRE_SENTENCE_MAX, "%.*s",
		       (int)MIN(len, (size_t)WIRE_SENTENCE_MAX - 1),
		       len ? text_get(mistake) : "refused");
	if (len < WIRE_SENTENCE_MAX)
		return;
	len = WIRE_SENTENCE_MAX - sizeof(more);
	while (len > 0 && ret_sentence[len] != ',')
		len--;
	(void)snprintf(ret_sentence + len, WIRE_SENTENCE_MAX - len, "%s", more);
}

/* Ends a command: a sentence for either outcome. */
static int finish(const struct request *q, const struct msg_sim *m, const char *what, int r,
		  const struct text *mistake)
{
	char sentence[WIRE_SENTENCE_MAX];

	if (r < 0) {
		first_mistake(mistake, sentence);
		request_answer(q, -r, sentence);
		return 0;
	}
	tell_command(q, m, what);
	(void)snprintf(sentence, sizeof(sentence), "done: %s %s", what, m->text);
	request_answer(q, 0, sentence);
	return 0;
}

/* What the three commands have in common; `act` does it and says in *mistake why not. */
static int command(const struct request *q, const char *what,
		   int (*act)(struct sim *sim, const struct msg_sim *m, struct text *mistake))
{
	AUTO_TEXT struct text mistake = TEXT_INIT;
	struct msg_sim m;
	struct sim *sim;

	if (msg_sim_get(q->body, &m) < 0)
		return -EBADMSG;
	sim = simulator(q);
	if (!sim)
		return 0;
	catch_up(q);
	return finish(q, &m, what, act(sim, &m, &mistake), &mistake);
}

static int act_run(struct sim *sim, const struct msg_sim *m, struct text *mistake)
{
	return sim_run(sim, m->text, mistake);
}

static int act_set(struct sim *sim, const struct msg_sim *m, struct text *mistake)
{
	return sim_do(sim, m->text, mistake);
}

static int act_speed(struct sim *sim, const struct msg_sim *m, struct text *mistake)
{
	if (m->value >= SIMCLOCK_RATE_MIN && m->value <= SIMCLOCK_RATE_MAX)
		return sim_speed(sim, (uint32_t)m->value, mono_read_us());
	text_add(mistake, "the speed is a number from 1 to 100");
	return -ERANGE;
}

int sim_request_run(const struct request *q)
{
	return command(q, "run", act_run);
}

int sim_request_set(const struct request *q)
{
	return command(q, "sim", act_set);
}

int sim_request_speed(const struct request *q)
{
	return command(q, "speed", act_speed);
}

int sim_request_join(const struct request *q)
{
	struct sim *sim = simulator(q);
	int64_t own_us = mono_read_us();
	int r;

	if (!sim)
		return 0;
	if (cursor_finish(q->body) < 0)
		return -EBADMSG;
	r = lockstep_join(&q->s->lockstep, q->peer, own_us);
	if (r == 0)
		sim_set_lockstep(sim, true, own_us);
	request_answer(q, -r,
		       r < 0 ? "too many clients are in the lockstep already"
			     : "the simulator waits for your STEP");
	return 0;
}

int sim_request_step(const struct request *q)
{
	struct msg_sim m;
	int r;

	if (msg_sim_get(q->body, &m) < 0)
		return -EBADMSG;
	if (!simulator(q))
		return 0;
	if (m.value < 0 || m.value > SIMCLOCK_STEP_MAX_US) {
		request_answer(q, ERANGE,
			       "a step is at most a minute; 0 leaves its length to the others");
		return 0;
	}
	r = lockstep_step(&q->s->lockstep, q->peer, m.value, mono_read_us());
	/* The answer to a STEP is the snapshot; only a refusal is said. */
	if (r < 0)
		request_answer(q, -r, "join the lockstep first");
	return 0;
}

/* Who waits for the tick of his STEP gets the first one of the running clock. */
int sim_request_release(const struct request *q)
{
	static const struct msg_sim nothing;
	struct sim *sim = simulator(q);
	int64_t own_us = mono_read_us();

	if (cursor_finish(q->body) < 0)
		return -EBADMSG;
	if (!sim)
		return 0;
	lockstep_release(&q->s->lockstep);
	sim_set_lockstep(sim, false, own_us);
	(void)sim_speed(sim, SIMCLOCK_RATE_MIN, own_us);
	tell_command(q, &nothing, "release");
	request_answer(q, 0, "the simulator runs on by itself");
	return 0;
}

static void fill_scenarios(const struct sim *sim, struct msg_sim_listing *m)
{
	struct sim_entry rows[WIRE_SCENARIOS_MAX];
	int n = sim_list(sim, rows, WIRE_SCENARIOS_MAX);

	for (int i = 0; i < n; i++) {
		(void)snprintf(m->scenarios[i].name, sizeof(m->scenarios[i].name), "%.63s",
			       rows[i].id);
		(void)snprintf(m->scenarios[i].title, sizeof(m->scenarios[i].title), "%.63s",
			       rows[i].name);
		m->n_scenarios++;
	}
}

int sim_request_list(const struct request *q)
{
	static struct msg_sim_listing m; /* 10 KiB */
	struct sim *sim = simulator(q);
	int len;

	if (cursor_finish(q->body) < 0)
		return -EBADMSG;
	if (!sim)
		return 0;
	m = (struct msg_sim_listing){
		.rate_milli = sim->clock.rate_milli,
		.joined = (uint8_t)q->s->lockstep.n,
		.elapsed_us = sim->plant.now_us,
		.n_knobs = KNOB_MAX,
	};
	(void)snprintf(m.running, sizeof(m.running), "%s", sim->id);
	fill_scenarios(sim, &m);
	for (unsigned i = 0; i < KNOB_MAX; i++) {
		(void)snprintf(m.knobs[i].name, sizeof(m.knobs[i].name), "%s",
			       plant_knob_to_name((enum plant_knob)i));
		m.knobs[i].value = sim->plant.knobs[i];
	}
	len = msg_sim_listing_put(q->s->packet, sizeof(q->s->packet), q->id, &m);
	if (len > 0)
		server_send(q->s->server, q->peer, q->s->packet, (size_t)len);
	return 0;
}
