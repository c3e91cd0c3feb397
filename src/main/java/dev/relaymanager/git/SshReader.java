package dev.relaymanager.git;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads SSH's wire format (RFC 4251, section 5). */
final class SshReader {
  private final ByteBuffer buffer;

  SshReader(byte[] bytes) {
    buffer = ByteBuffer.wrap(bytes);
  }

  byte[] bytes(int count) throws MalformedSignatureException {
    if (count < 0 || count > buffer.remaining()) {
      throw new MalformedSignatureException("the signature is cut short");
    }
    byte[] bytes = new byte[count];
    buffer.get(bytes);
    return bytes;
  }

  int number() throws MalformedSignatureException {
    try {
      return buffer.getInt();
    } catch (BufferUnderflowException cutShort) {
      throw new MalformedSignatureException("the signature is cut short");
    }
  }

  byte[] string() throws MalformedSignatureException {
    return bytes(number());
  }

  String text() throws MalformedSignatureException {
    return new String(string(), StandardCharsets.ISO_8859_1);
  }

  BigInteger integer() throws MalformedSignatureException {
    byte[] bytes = string();
    return bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
  }

  void end() throws MalformedSignatureException {
    if (buffer.hasRemaining()) {
      throw new MalformedSignatureException("the signature has something after its end");
    }
  }
}
