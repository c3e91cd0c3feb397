package dev.relaymanager.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The paths that the host knows, and who may call them. Filled at start, then only read. */
final class Routes {
  /** Who has to be behind a call. */
  enum Access {
    NOBODY,
    USER,
    ADMIN,
    USER_KEY
  }

  /**
   * One path.
   *
   * @param template with {@code :names} for what varies
   * @param changes whether a call is meant to change what the host keeps
   * @param locked whether the handler runs under the state's lock; the others take it themselves
   */
  record Route(
      String method,
      String template,
      List<String> segments,
      Access access,
      boolean changes,
      boolean locked,
      Function<Call, Reply> handler) {}

  /** A route, and what stood in the place of its names. */
  record Match(Route route, Map<String, String> parts) {}

  private final Map<String, List<Route>> byShape = new HashMap<>();

  void open(String route, Function<Call, Reply> handler) {
    add(route, Access.NOBODY, true, handler);
  }

  void user(String route, Function<Call, Reply> handler) {
    add(route, Access.USER, true, handler);
  }

  void admin(String route, Function<Call, Reply> handler) {
    add(route, Access.ADMIN, true, handler);
  }

  void adminUnlocked(String route, Function<Call, Reply> handler) {
    add(route, Access.ADMIN, false, handler);
  }

  void userUnlocked(String route, Function<Call, Reply> handler) {
    add(route, Access.USER, false, handler);
  }

  void gateway(String route, Function<Call, Reply> handler) {
    add(route, Access.USER_KEY, false, handler);
  }

  /** Templates with a fixed segment have to be added before those with a name in its place. */
  private void add(String route, Access access, boolean locked, Function<Call, Reply> handler) {
    int blank = route.indexOf(' ');
    String method = route.substring(0, blank);
    String template = route.substring(blank + 1);
    List<String> segments = split(template);
    boolean changes =
        !method.equals("GET")
            && access != Access.NOBODY
            && access != Access.USER_KEY
            && !template.endsWith("/test")
            && !template.endsWith("/check-mixed-channel");
    byShape
        .computeIfAbsent(shape(method, segments), unused -> new ArrayList<>())
        .add(new Route(method, template, segments, access, changes, locked, handler));
  }

  @Nullable Match match(String method, String path) {
    List<String> segments = split(path);
    for (Route route : byShape.getOrDefault(shape(method, segments), List.of())) {
      Map<String, String> parts = parts(route.segments(), segments);
      if (parts != null) {
        return new Match(route, parts);
      }
    }
    return null;
  }

  private static @Nullable Map<String, String> parts(List<String> template, List<String> path) {
    Map<String, String> parts = new HashMap<>();
    for (int i = 0; i < template.size(); i++) {
      String wanted = template.get(i);
      if (wanted.startsWith(":")) {
        parts.put(wanted.substring(1), path.get(i));
      } else if (!wanted.equals(path.get(i))) {
        return null;
      }
    }
    return parts;
  }

  private static String shape(String method, List<String> segments) {
    return method + segments.size();
  }

  private static List<String> split(String path) {
    return List.of(path.substring(1).split("/", -1));
  }
}
