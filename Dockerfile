# Stage 1: build, as the README says.
FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -DskipTests package

# Stage 2: run.
FROM eclipse-temurin:21-jre
RUN useradd --system --uid 10001 --home-dir /var/lib/relayctl --create-home relayctl
COPY --from=build /src/target/relayctl.jar /opt/relayctl/relayctl.jar
COPY --from=build /src/target/lib /opt/relayctl/lib
USER relayctl
WORKDIR /var/lib/relayctl
ENV RELAY_STATE=/var/lib/relayctl/state
# The record of what was made. Without it resources are no longer known as ours.
VOLUME /var/lib/relayctl
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:-CreateCoredumpOnCrash", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8", "-jar", "/opt/relayctl/relayctl.jar"]
CMD ["daemon"]
