// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * All outputs of this unit: who holds them, what keeps them from changing, the lines themselves,
 * and what is kept over restarts and reboots. sensord is the only one that drives an output, and
 * this object is the only one in sensord. It has no event source of its own: the owner calls
 * outputs_run with each new snapshot and at the deadline that it returned.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/clock.h"
#include "lib/daemon/notify.h"
#include "lib/model/fact.h"
#include "lib/model/snapshot.h"
#include "lib/settings/settings.h"
#include "lib/wire/msg.h"

struct loop;
struct outputs;

/* What the object asks of its owner, from within the functions below, never from a thread. */
struct outputs_calls {
	/* Something happened. number is 0; now is filled in. */
	void (*fact)(void *ctx, const struct fact *f);
	/* States or holds are different: publish them soon. */
	void (*changed)(void *ctx);
	/* Drives an output of the simulator; channel is its index. Repeats what it already has. */
	int (*drive_sim)(void *ctx, unsigned channel, bool active);
	/* What is wrong with `subject` for the moment; text NULL: nothing any more. */
	void (*trouble)(void *ctx, const char *subject, const char *text);
};

/* Where the object finds and keeps things. The texts are copied. */
struct outputs_places {
	const char *runtime_folder; /* folder_private_runtime("sensord"): kept until the reboot */
	const char *state_folder;   /* folder_state("sensord"), simulated "sensord-sim": for good */
	const char *dev_folder;	    /* "/dev"; tests have their own */
	struct loop *loop;	    /* of the thread that writes the state folder (keeper_new) */
	bool simulated;		    /* its state has its own names: the two never mix */
	uint8_t boot_id[16];	    /* boot_id_read() */
};

/*
 * Makes the object. `passed` stays the
 * caller's: outputs_configure takes stored lines out of it, and passed_close_rest comes after that.
 */
int outputs_new(const struct outputs_calls *calls, void *ctx, const struct outputs_places *places,
		struct passed *passed, struct outputs **ret_outputs);

/* Waits until the newest state is written. Lines stay as they are: the store has them. */
struct outputs *outputs_free(struct outputs *o);

/*
 * Takes over settings, at the start (`first`: kept state is read, stored lines are adopted,
 * drive_sim is called) and at each reload (lines whose wiring did not change are not touched). `s`
 * must live until the next call. -ENOMEM is the only failure: what does not work is a trouble.
 */
int outputs_configure(struct outputs *o, const struct settings *s, struct instant now,
		      const struct snapshot *snap, bool first);

/* Requests. Return 0 or a positive errno for the reply, and always a sentence for a person. */
int outputs_set(struct outputs *o, const struct msg_output_set *m, const struct actor *actor,
		struct instant now, const struct snapshot *snap,
		char ret_sentence[WIRE_SENTENCE_MAX]);
int outputs_confirm(struct outputs *o, const struct msg_output_confirm *m,
		    const struct actor *actor, struct instant now, const struct snapshot *snap,
		    char ret_sentence[WIRE_SENTENCE_MAX]);
int outputs_hold_all(struct outputs *o, const struct msg_hold_all *m, const struct actor *actor,
		     struct instant now, const struct snapshot *snap,
		     char ret_sentence[WIRE_SENTENCE_MAX]);

/*
 * Does what is due: ends pulses, takes back what nobody confirmed, makes changes that an interlock
 * delayed, tries lost lines again, writes what could not be written. Returns the next deadline on
 * the scale of now.mono_us, or INT64_MAX.
 */
int64_t outputs_run(struct outputs *o, struct instant now, const struct snapshot *snap);

/* The states of all outputs in the order of the channels; returns how many. */
unsigned outputs_states(const struct outputs *o, struct output_state ret_states[OUTPUTS_MAX]);

/* All holds on all outputs. */
void outputs_holds(const struct outputs *o, struct msg_holds *ret_holds);
