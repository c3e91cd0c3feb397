package dev.relaymanager.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostVersionRangeTest {
  @ParameterizedTest
  @CsvSource({
    ">=0.1.126 <0.2.0, 0.1.126, true",
    ">=0.1.126 <0.2.0, 0.1.172, true",
    ">=0.1.126 <0.2.0, v0.1.172, true",
    ">=0.1.126 <0.2.0, 0.1.125, false",
    ">=0.1.126 <0.2.0, 0.2.0, false",
    ">=0.1.126 <0.2.0, 0.1.130-rc.1, false",
    ">=0.1.126 <0.2.0, 0.1, false",
    ">=0.1.126 <0.2.0, '', false",
    ">=0.1.126 <0.2.0, unknown, false",
    "0.1.126 || >=0.1.172, 0.1.126, true",
    "0.1.126 || >=0.1.172, 0.1.130, false",
    "0.1.126||>=0.1.172, 0.1.180, true",
    "~0.1.126, 0.1.999, true",
    "^0.1.126, 0.2.0, false",
    "=0.1.126, 0.1.126, true",
  })
  void containsSaysWhetherAHostFits(String range, String version, boolean fits) {
    assertEquals(fits, new HostVersionRange(range).contains(version));
  }

  @Test
  void whatTheLibraryWouldTakeForEverythingOrNothingIsNoRange() {
    for (String text :
        List.of(
            "",
            " ",
            "*",
            "x",
            "latest",
            ">=0.1",
            "0.1.x",
            ">=0.1.126,<0.2.0",
            ">> 1.0.0",
            "0.1.126 ||",
            "|| 0.1.126",
            ">=01.0.0",
            ">=99999999999.0.0",
            "1.0.0 - 2.0.0",
            "1.0.0\n",
            ">=1.0.0 ".repeat(40))) {
      assertTrue(HostVersionRange.parse(text).isEmpty(), text);
    }
  }
}
