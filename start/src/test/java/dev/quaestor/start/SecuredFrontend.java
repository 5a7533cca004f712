package dev.quaestor.start;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.stub.StreamObserver;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** As much of Temporal's frontend as a start speaks to, behind TLS. */
final class SecuredFrontend implements AutoCloseable {
  /** That the certificate has, which is not where the server is. */
  static final String NAME = "temporal.test";

  static final String MISSING = "nowhere";

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Server server;
  private volatile @Nullable String authorization;

  private SecuredFrontend(@Nullable SslContext tls) {
    try {
      var builder =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(new Frontend())
              .intercept(new Listening());
      this.server = (tls == null ? builder : builder.sslContext(tls)).build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SecuredFrontend inTheClear() {
    return new SecuredFrontend(null);
  }

  static SecuredFrontend of(Identity server) {
    return new SecuredFrontend(tls(server, null));
  }

  /** One that lets in nobody but that client. */
  static SecuredFrontend asking(Identity server, Identity client) {
    return new SecuredFrontend(tls(server, client));
  }

  private static SslContext tls(Identity server, @Nullable Identity client) {
    try {
      var context = GrpcSslContexts.forServer(server.certificate().toFile(), server.key().toFile());
      if (client != null) {
        context.trustManager(client.certificate().toFile()).clientAuth(ClientAuth.REQUIRE);
      }
      return context.build();
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  String target() {
    return "127.0.0.1:" + server.getPort();
  }

  /** What the last call brought. */
  @Nullable String authorization() {
    return authorization;
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Listening implements ServerInterceptor {
    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
        ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
      authorization = headers.get(AUTHORIZATION);
      return next.startCall(call, headers);
    }
  }

  private static final class Frontend extends WorkflowServiceGrpc.WorkflowServiceImplBase {
    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> to) {
      to.onNext(GetSystemInfoResponse.getDefaultInstance());
      to.onCompleted();
    }

    @Override
    public void describeNamespace(
        DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> to) {
      if (request.getNamespace().equals(MISSING)) {
        to.onError(Status.NOT_FOUND.asRuntimeException());
      } else {
        to.onNext(DescribeNamespaceResponse.getDefaultInstance());
        to.onCompleted();
      }
    }
  }
}
