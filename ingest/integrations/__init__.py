"""Where other systems meet this one: crawlers, and engines that own many machines."""
