// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The inside of the outputs object, for its own files. */
#include "daemons/sensord/outputs/control.h"
#include "daemons/sensord/outputs/keep.h"
#include "daemons/sensord/outputs/line.h"
#include "daemons/sensord/outputs/outputs.h"
#include "lib/base/keeper.h"

/* A folder that cannot be written is tried again so often. */
#define OUTPUTS_RETRY_US USEC_PER_SEC

/* Who is behind a change, for the fact about it. */
struct cause {
	bool given; /* else it comes from the output's own state */
	enum holder holder;
	struct actor actor;
	char text[FACT_TEXT_MAX];
};

struct output {
	unsigned channel; /* index in the settings */
	char id[CHANNEL_ID_MAX];
	enum source_kind source;
	struct control control;
	struct line line; /* SOURCE_GPIO */
	int sim_error;	  /* SOURCE_SIM: last answer of drive_sim */
	int64_t sim_retry_us;
	struct veto veto; /* what keeps it from what its holder wants */
	/* until outputs_act has done and told it */
	unsigned done; /* mask of enum control_done */
	bool held;     /* a holder came or went */
	struct cause cause;
	struct actor asked; /* whose change was taken back */
	/* as told */
	char told_rule[CHANNEL_ID_MAX];
	char told_fault[LINE_WHY_MAX];
};

struct outputs {
	struct outputs_calls calls;
	void *ctx;
	char *runtime_folder, *state_folder, *dev_folder;
	const char *file; /* name of the state in either folder */
	uint8_t boot_id[16];
	struct passed *passed;
	const struct settings *settings;
	bool rules_on_outputs; /* some interlock looks at an output */
	unsigned n;
	struct output *list; /* in the order of the channels */
	struct keeper *keeper;
	/* To be driven in the order of the decisions: an interlock may look at another output. */
	unsigned n_moved;
	unsigned moved[OUTPUTS_MAX];
	bool dirty;   /* some control changed since outputs_act */
	bool unsaved; /* the runtime file is behind; again at save_us */
	int64_t save_us;
	int told_keeper; /* last error of the keeper that was told */
	uint8_t buf[KEEP_MAX];
};

/* outputs.c */
struct output *outputs_find(struct outputs *o, const char *id);
struct control_view outputs_view(const struct outputs *o, const struct output *out,
				 struct instant now, const struct snapshot *snap);
/* Decides all outputs anew. `now` and `snap` hold for all of it. */
void outputs_settle(struct outputs *o, struct instant now, const struct snapshot *snap);
/* Keeps, drives and tells what was decided, in this order. */
void outputs_act(struct outputs *o, struct instant now, const struct snapshot *snap);
/* It is commanded otherwise now: outputs_act drives it. */
void outputs_note_move(struct outputs *o, struct output *out);
/* Drives one output as commanded. */
void output_drive(struct outputs *o, struct output *out, struct instant now);
/* Why it cannot be driven, or NULL. */
const char *output_fault(const struct output *out);

/*
 * The snapshot that interlocks judge by: where rules look at outputs, those are as commanded this
 * moment, not as of the last tick. Room for the copy is the caller's.
 */
const struct snapshot *outputs_overlay(const struct outputs *o, struct instant now,
				       const struct snapshot *snap, struct snapshot *room);

/* outputs_save.c */
struct keep *outputs_load(struct outputs *o, struct instant now, bool durable);
void outputs_save(struct outputs *o, struct instant now);
void outputs_tell_keeper(struct outputs *o);

/* outputs_tell.c */
void output_tell(struct outputs *o, struct output *out, struct instant now,
		 const struct snapshot *snap);
void output_tell_fault(struct outputs *o, struct output *out, struct instant now);
void outputs_tell(struct outputs *o, struct fact *f, struct instant now);
