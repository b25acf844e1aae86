# SPDX-License-Identifier: MIT
"""What the end-to-end tests share: the bus in Python, the suite as a fixture, and waiting."""
