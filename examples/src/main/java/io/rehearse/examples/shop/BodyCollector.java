package io.rehearse.examples.shop;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Puts a request and its body together. A body that is too large becomes a request marked as failed, instead of an
 * answer given here, so that it is answered in its turn and counted.
 */
final class BodyCollector extends HttpObjectAggregator {
    BodyCollector(int bodyBytesMax) {
        super(bodyBytesMax);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
        HttpRequest request = (HttpRequest) oversized;
        FullHttpMessage marked = new DefaultFullHttpRequest(
                request.protocolVersion(), request.method(), request.uri(), Unpooled.EMPTY_BUFFER);
        marked.setDecoderResult(DecoderResult.failure(new TooLongFrameException("body")));
        ctx.fireChannelRead(marked);
    }

    /** Only {@code 100 Continue} is answered here. */
    @Override
    protected Object newContinueResponse(HttpMessage start, int maxContentLength, ChannelPipeline pipeline) {
        Object answer = super.newContinueResponse(start, maxContentLength, pipeline);
        boolean goOn =
                answer instanceof FullHttpResponse response && response.status().equals(HttpResponseStatus.CONTINUE);
        return goOn ? answer : null;
    }
}
