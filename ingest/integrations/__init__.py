"""Integrations with other systems: crawlers, and engines that run on many machines."""
