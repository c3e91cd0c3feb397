/**
 * The way in and the way out: a bare mirror of the repository, revisions read straight from Git's
 * objects, and the branch that reports go to. The only package that knows JGit.
 *
 * <p>Nothing is ever checked out, so no hook, filter, submodule or symbolic link of a repository
 * can act; neither the user's nor the system's Git configuration is read; no {@code git} process is
 * started.
 */
@NullMarked
package dev.relaymanager.git;

import org.jspecify.annotations.NullMarked;
