/**
 * Model packs: {@code pack.json}, {@code providers/*.json} and {@code checksums.txt}, from a folder
 * or a zip, read whole or refused with every fault.
 */
@NullMarked
package dev.relaymanager.pack;

import org.jspecify.annotations.NullMarked;
