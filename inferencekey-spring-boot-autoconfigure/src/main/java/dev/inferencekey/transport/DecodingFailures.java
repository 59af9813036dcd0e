package dev.inferencekey.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.TooLongFrameException;
import reactor.netty.NettyPipeline;

/**
 * Replaces the failures of Netty's HTTP decoder, which quote what the server sent, a key
 * not least. Reactor Netty logs them and Spring gives them to the observation of the
 * request, both before this client sees them.
 */
@Sharable
final class DecodingFailures extends ChannelInboundHandlerAdapter {

	private static final String NAME = "inferencekey.decodingFailures";

	private static final DecodingFailures INSTANCE = new DecodingFailures();

	private DecodingFailures() {
	}

	/**
	 * Replace the failures of a channel from now on.
	 * @param channel a channel of Reactor Netty
	 */
	static void addTo(Channel channel) {
		ChannelPipeline pipeline = channel.pipeline();
		if (pipeline.get(NAME) == null && pipeline.get(NettyPipeline.ReactiveBridge) != null) {
			pipeline.addBefore(NettyPipeline.ReactiveBridge, NAME, INSTANCE);
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof DecoderResultProvider part && part.decoderResult().isFailure()) {
			part.setDecoderResult(DecoderResult.failure(withoutQuote(part.decoderResult().cause())));
		}
		context.fireChannelRead(message);
	}

	private static Throwable withoutQuote(Throwable failure) {
		// Says only what is too long.
		return (failure instanceof TooLongFrameException) ? failure
				: new DecoderException("no valid HTTP (" + failure.getClass().getSimpleName() + ")");
	}

}
