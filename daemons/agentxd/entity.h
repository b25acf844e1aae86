// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* ENTITY-MIB (RFC 6933) and ENTITY-SENSOR-MIB (RFC 3433): the unit, and in it what measures. Pure.
 */
#include "daemons/agentxd/mib.h"

extern const struct mib_tree entity_tree, entity_sensor_tree;

/* entPhysicalIndex of the unit; a sensor's is ENTITY_SENSORS + rmcuChannelIndex. */
#define ENTITY_CHASSIS 1
#define ENTITY_SENSORS 100

/* A table of channels came, at this sysUpTime; keeps when it last became another one. */
void entity_follow(struct world *w, uint32_t ticks);
