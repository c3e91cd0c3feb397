package dev.relaymanager.desired;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.SealPurpose;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names of the keys in sealed files, by the files' blob ids: what the record holds of keys
 * anyway, and no key. What a file was sealed for is kept beside them, so that every use is still
 * checked.
 */
public final class KeyNames extends ByBlob<KeyNames.Known> {
  /**
   * What is known of one sealed file.
   *
   * @param purpose what it was sealed for; null where it does not say
   */
  record Known(@Nullable SealPurpose purpose, KeyRing.Ring ring) {}

  /** Nothing known yet. */
  public static KeyNames none() {
    return new KeyNames();
  }

  /**
   * What was saved.
   *
   * @throws IOException when it is not what {@link #saved} gives
   */
  public static KeyNames of(byte[] saved) throws IOException {
    KeyNames names = none();
    names.restore(new DataInputStream(new ByteArrayInputStream(saved)));
    return names;
  }

  @Override
  void write(Known known, DataOutputStream out) throws IOException {
    SealPurpose purpose = known.purpose();
    out.writeBoolean(purpose != null);
    if (purpose != null) {
      out.writeUTF(purpose.kind().name());
      out.writeUTF(purpose.name());
      out.writeUTF(purpose.keyId());
      out.writeInt(purpose.origins().size());
      for (Origin origin : purpose.origins()) {
        out.writeUTF(origin.text());
      }
    }
    OpenedKeys.Dropped dropped = known.ring().dropped();
    out.writeInt(dropped.byteOrderMarks());
    out.writeInt(dropped.blankSurrounded());
    out.writeInt(dropped.emptyLines());
    out.writeInt(dropped.repeats());
    out.writeInt(known.ring().keys().size());
    for (KeyRing.NamedKey key : known.ring().keys()) {
      out.write(HexFormat.of().parseHex(key.fingerprint().hex()));
      out.writeUTF(key.mask());
    }
  }

  @Override
  Known read(DataInputStream in) throws IOException {
    @Nullable SealPurpose purpose = in.readBoolean() ? purpose(in) : null;
    OpenedKeys.Dropped dropped =
        new OpenedKeys.Dropped(in.readInt(), in.readInt(), in.readInt(), in.readInt());
    List<KeyRing.NamedKey> keys = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      byte[] fingerprint = new byte[Fingerprint.BYTES];
      in.readFully(fingerprint);
      keys.add(
          new KeyRing.NamedKey(
              new Fingerprint(HexFormat.of().formatHex(fingerprint)), in.readUTF()));
    }
    return new Known(purpose, new KeyRing.Ring(keys, dropped, List.of()));
  }

  private static SealPurpose purpose(DataInputStream in) throws IOException {
    SealPurpose.Kind kind = SealPurpose.Kind.valueOf(in.readUTF());
    String name = in.readUTF();
    String keyId = in.readUTF();
    TreeSet<Origin> origins = new TreeSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      origins.add(new Origin(in.readUTF()));
    }
    return new SealPurpose(kind, origins, name, keyId);
  }
}
