package dev.relaymanager.sim;

import java.util.Locale;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** The vendor's door for direct calls. */
final class VendorFront extends Handler.Abstract {
  private final SimulatedVendor vendor;

  VendorFront(SimulatedVendor vendor) {
    this.vendor = vendor;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    byte[] body = BufferUtil.toArray(Content.Source.asByteBuffer(request));
    String authorization = request.getHeaders().get("Authorization");
    String key =
        authorization != null && authorization.startsWith("Bearer ")
            ? authorization.substring("Bearer ".length())
            : "";
    String host = Request.getServerName(request).toLowerCase(Locale.ROOT);
    Reply reply =
        vendor.answer(request.getMethod(), host, request.getHttpURI().getPath(), key, body, true);
    Front.send(response, callback, reply, reply.bytes());
    return true;
  }
}
