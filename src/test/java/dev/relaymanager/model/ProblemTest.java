package dev.relaymanager.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unknown field "sk-0123456789abcdef" | unknown field "(looks like a key, not shown)"
          no https://u:sk-0123456789abcdef@host/p there | no https://u:(looks like a key, not shown) there
          found 'admin-4f1c9a02b7de835a00' | found '(looks like a key, not shown)'
          found AGE-SECRET-KEY-1QQQQ here | found (looks like a key, not shown) here
          token eyJhbGciOiJIUzI1NiIs.eyJ.x refused | token (looks like a key, not shown) refused
          there is no file keys/admin-cluster1.age | there is no file keys/admin-cluster1.age
          the import sk-team-2024 | the import sk-team-2024
          digest sha256:6c8a6da64a278d46b4e2459aa750062a | digest sha256:6c8a6da64a278d46b4e2459aa750062a
          """)
  void whatLooksLikeAKeyIsLeftOut(String written, String shown) {
    assertEquals(shown, Problem.of("code", written, "").message());
    assertEquals(shown, Problem.at(Place.file("f"), written, "code", "", "").path());
  }
}
