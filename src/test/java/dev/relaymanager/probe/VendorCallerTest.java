package dev.relaymanager.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class VendorCallerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"error": {"code": "1113", "message": "m"}} | 1113
          {"error": {"code": 1113}} | 1113
          {"error": {"code": null, "type": "rate_limit"}} | rate_limit
          {"error": {"code": "", "type": "rate_limit"}} | rate_limit
          {"error": {"type": "exceeded_current_quota_error", "message": "m"}} | exceeded_current_quota_error
          {"error": {"code": "AccountOverdueError", "type": "Forbidden"}} | AccountOverdueError
          {"code": 30001, "message": "m", "data": null} | 30001
          {"error": "no", "code": "x"} | x
          {"error": {"code": {"a": 1}}} | ''
          {"message": "m"} | ''
          [] | ''
          "Api key is invalid" | ''
          """)
  void theErrorCodeIsFoundWhereVendorsWriteIt(String body, String code) {
    assertEquals(code, VendorCaller.codeIn(JsonMapper.shared().readTree(body)));
  }
}
