/**
 * HTTP as this program needs it, for hosts and vendors alike: one call is one request, its end is
 * known exactly, and nothing is repeated, redirected or remembered behind the caller's back. The
 * one place that uses OkHttp.
 */
@NullMarked
package dev.relaymanager.http;

import org.jspecify.annotations.NullMarked;
