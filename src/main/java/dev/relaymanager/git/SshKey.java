package dev.relaymanager.git;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * A public key of SSH, as the JDK can use it.
 *
 * @param type as SSH names it
 */
record SshKey(String type, PublicKey key) {
  static final String SUPPORTED = "ssh-ed25519, ecdsa-sha2-nistp256/384/521 or ssh-rsa";

  private static final int SMALLEST_RSA_BITS = 2048;

  /** The frame around an Ed25519 key in X.509 form (RFC 8410). */
  private static final byte[] ED25519_FRAME = HexFormat.of().parseHex("302a300506032b6570032100");

  /** Curve → the JDK's name of its signature, and bytes in a coordinate. */
  private static final Map<String, Curve> CURVES =
      Map.of(
          "nistp256", new Curve("secp256r1", "SHA256withECDSAinP1363Format", 32),
          "nistp384", new Curve("secp384r1", "SHA384withECDSAinP1363Format", 48),
          "nistp521", new Curve("secp521r1", "SHA512withECDSAinP1363Format", 66));

  private record Curve(String name, String signature, int bytes) {}

  static boolean isSupported(String type) {
    return type.equals("ssh-ed25519")
        || type.equals("ssh-rsa")
        || (type.startsWith("ecdsa-sha2-") && CURVES.containsKey(curveName(type)));
  }

  static SshKey parse(byte[] wire) throws MalformedSignatureException {
    SshReader reader = new SshReader(wire);
    String type = reader.text();
    if (!isSupported(type)) {
      throw new MalformedSignatureException(
          "keys of the type " + VisibleText.of(type) + " cannot be checked; use " + SUPPORTED);
    }
    try {
      PublicKey key =
          switch (type) {
            case "ssh-ed25519" -> ed25519(reader.string());
            case "ssh-rsa" -> {
              BigInteger exponent = reader.integer();
              yield rsa(reader.integer(), exponent);
            }
            default -> {
              reader.string();
              yield ecdsa(curve(type), reader.string());
            }
          };
      reader.end();
      return new SshKey(type, key);
    } catch (GeneralSecurityException | IllegalArgumentException invalid) {
      throw new MalformedSignatureException("the key of the signature is malformed");
    }
  }

  /** Whether a signature in SSH's wire format is this key's, over these bytes. */
  boolean verifies(byte[] signed, byte[] wire) throws MalformedSignatureException {
    SshReader reader = new SshReader(wire);
    String algorithm = reader.text();
    byte[] value = reader.string();
    reader.end();
    try {
      Signature verifier;
      byte[] plain = value;
      if (type.equals("ssh-rsa")) {
        verifier = rsaVerifier(algorithm);
      } else if (!algorithm.equals(type)) {
        throw new MalformedSignatureException("the signature is not of its key's type");
      } else if (type.equals("ssh-ed25519")) {
        verifier = Signature.getInstance("Ed25519");
      } else {
        verifier = Signature.getInstance(curve(type).signature());
        plain = bothNumbers(value, curve(type).bytes());
      }
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(plain);
    } catch (GeneralSecurityException invalid) {
      return false;
    }
  }

  /** Not {@code ssh-rsa} itself: that is SHA-1. */
  private static Signature rsaVerifier(String algorithm)
      throws GeneralSecurityException, MalformedSignatureException {
    return switch (algorithm) {
      case "rsa-sha2-256" -> Signature.getInstance("SHA256withRSA");
      case "rsa-sha2-512" -> Signature.getInstance("SHA512withRSA");
      default -> throw new MalformedSignatureException("the signature uses a weak digest");
    };
  }

  private static PublicKey ed25519(byte[] point) throws GeneralSecurityException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    encoded.writeBytes(ED25519_FRAME);
    encoded.writeBytes(point);
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new X509EncodedKeySpec(encoded.toByteArray()));
  }

  private static PublicKey rsa(BigInteger modulus, BigInteger exponent)
      throws GeneralSecurityException {
    if (modulus.bitLength() < SMALLEST_RSA_BITS) {
      throw new GeneralSecurityException("an RSA key that is too short");
    }
    return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
  }

  private static PublicKey ecdsa(Curve curve, byte[] point) throws GeneralSecurityException {
    if (point.length != 1 + 2 * curve.bytes() || point[0] != 4) {
      throw new GeneralSecurityException("not an uncompressed point");
    }
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curve.name()));
    ECPoint where =
        new ECPoint(
            new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + curve.bytes())),
            new BigInteger(1, Arrays.copyOfRange(point, 1 + curve.bytes(), point.length)));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(where, parameters.getParameterSpec(ECParameterSpec.class)));
  }

  /** SSH writes the two numbers of a signature with lengths; the JDK wants them side by side. */
  private static byte[] bothNumbers(byte[] value, int bytes) throws MalformedSignatureException {
    SshReader reader = new SshReader(value);
    byte[] both = new byte[2 * bytes];
    for (int end = bytes; end <= both.length; end += bytes) {
      BigInteger number = reader.integer();
      byte[] digits = number.toByteArray();
      int skip = Math.max(0, digits.length - bytes);
      if (number.signum() < 0 || number.bitLength() > 8 * bytes) {
        throw new MalformedSignatureException("the signature's numbers are out of range");
      }
      System.arraycopy(digits, skip, both, end - (digits.length - skip), digits.length - skip);
    }
    reader.end();
    return both;
  }

  private static Curve curve(String type) {
    return java.util.Objects.requireNonNull(CURVES.get(curveName(type)));
  }

  private static String curveName(String type) {
    return type.substring(type.lastIndexOf('-') + 1);
  }
}
