"""A comparison of Clearwater with Kamailio on one workload, in one run, on one machine."""
