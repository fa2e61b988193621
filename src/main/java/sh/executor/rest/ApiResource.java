package sh.executor.rest;

/** Marks the resources of the API, so that {@link RouteTable} finds them. */
interface ApiResource {}
